using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Webhooks;

/// <summary>Messages to addresses of the settings.</summary>
internal static class WebhookSetup
{
    private const string Section = "Webhooks";

    public static void AddWebhooks(this IHostApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Section);
        builder.Services.AddOptions<WebhookSettings>().Configure(settings =>
        {
            foreach (var named in section.GetChildren().Where(child => child.GetChildren().Any()))
            {
                settings.Named[named.Key] = named.Get<Webhook>() ?? new Webhook();
            }
            settings.RetrySeconds = section.GetValue(nameof(WebhookSettings.RetrySeconds), settings.RetrySeconds);
        }).ValidateDataAnnotations().ValidateOnStart();
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
