using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Training.Chat;

namespace ScoringFairness.Service.Scorers.Chat;

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
        if (settings.Endpoints.Count > 0)
        {
            builder.Services.AddHostedService<ChatCleanup>();
        }
    }
}
