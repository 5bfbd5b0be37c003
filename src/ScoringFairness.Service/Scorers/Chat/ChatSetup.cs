using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Scorers.Chat;

internal static class ChatSetup
{
    /// <summary>Chat models as scorers.</summary>
    public static void AddChatModels(this IHostApplicationBuilder builder)
    {
        builder.AddSettings<ChatSettings>();
        builder.Services.AddSingleton<ChatTransports>();
        builder.Services.AddSingleton<ChatErasure>();
        builder.Services.AddSingleton<ChatPermissions>();
        builder.Services.AddSingleton<ChatSpending>().AddSingleton<IPurses>(services => services.GetRequiredService<ChatSpending>());
        builder.Services.AddSingleton<ChatSendings>();
        builder.Services.AddSingleton<IScorerKind, ChatKind>();
    }
}
