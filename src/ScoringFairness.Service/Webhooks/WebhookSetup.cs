using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Webhooks;

/// <summary>Messages to addresses of the settings.</summary>
internal static class WebhookSetup
{
    public static void AddWebhooks(this IHostApplicationBuilder builder)
    {
        builder.AddSettings<WebhookSettings>();
        builder.Services.AddSingleton<WebhookDeliveries>();
        // A redirect could lead where no setting points.
        builder.Services.AddHttpClient(WebhookSender.Client, client => client.Timeout = TimeSpan.FromSeconds(20))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        if (builder.Works())
        {
            builder.Services.AddHostedService<WebhookSender>();
        }
    }
}
