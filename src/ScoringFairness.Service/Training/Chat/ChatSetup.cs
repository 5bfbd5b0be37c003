using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Training.Chat;

internal static class ChatSetup
{
    /// <summary>Chat models as scorers.</summary>
    public static void AddChatModels(this IHostApplicationBuilder builder)
    {
        var settings = builder.AddSettings<ChatSettings>();
        builder.Services.AddSingleton<ChatTransports>();
        builder.Services.AddSingleton<ChatErasure>();
        builder.Services.AddSingleton<ChatPermissions>();
        builder.Services.AddSingleton<ChatSpending>();
        builder.Services.AddSingleton<ChatSendings>();
        builder.Services.AddSingleton<ChatScorers>();
        builder.Services.AddSingleton<ChatCosts>();
        if (settings.Endpoints.Count > 0)
        {
            builder.Services.AddHostedService<ChatCleanup>();
        }
    }
}
