namespace ScoringFairness.Service.Training.Chat;

internal static class ChatSetup
{
    /// <summary>Chat models as scorers.</summary>
    public static void AddChatModels(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new ChatSettings(builder.Configuration));
        builder.Services.AddSingleton<ChatTransports>();
        builder.Services.AddSingleton<ChatPermissions>();
        builder.Services.AddSingleton<ChatSpending>();
        builder.Services.AddSingleton<ChatSendings>();
        builder.Services.AddSingleton<ChatScorers>();
        builder.Services.AddSingleton<ChatCosts>();
        builder.Services.AddHostedService<ChatCleanup>();
    }
}
