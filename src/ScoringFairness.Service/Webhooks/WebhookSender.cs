using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Webhooks;

/// <summary>Delivers what is to be told, signed by the rules of Standard Webhooks (standardwebhooks.com), until it is received.</summary>
internal sealed partial class WebhookSender(
    WebhookDeliveries deliveries, IHttpClientFactory clients, IOptions<WebhookSettings> settings, ILogger<WebhookSender> logger)
    : RecurringWork(Pace, logger)
{
    /// <summary>The HTTP client's name.</summary>
    public const string Client = "webhooks";

    private const int MostAttempts = 12;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>The signature of a message: <c>v1,</c> and the HMAC-SHA256 of id, time and body.</summary>
    public static string Sign(string secret, string id, string timestamp, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(WebhookSettings.Key(secret), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")))}";

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        while (await deliveries.ClaimAsync(TimeSpan.FromSeconds(settings.Value.RetrySeconds), cancellation) is { } delivery)
        {
            await DeliverAsync(delivery, cancellation);
        }
    }

    private async Task DeliverAsync(WebhookDelivery delivery, CancellationToken cancellation)
    {
        if (!settings.Value.Named.TryGetValue(delivery.Webhook, out var webhook))
        {
            await deliveries.FailedAsync(delivery, "The settings name this webhook no more.", isGivenUp: true);
            return;
        }
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url);
        request.Content = new StringContent(delivery.Body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        request.Headers.Add("webhook-id", delivery.DeliveryId);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", Sign(webhook.Secret!, delivery.DeliveryId, timestamp, delivery.Body));
        try
        {
            using var answer = await clients.CreateClient(Client).SendAsync(request, cancellation);
            answer.EnsureSuccessStatusCode();
            await deliveries.DeliveredAsync(delivery);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            await deliveries.FailedAsync(delivery, exception.Message, isGivenUp: delivery.Attempts >= MostAttempts);
            NotReceived(logger, delivery.Webhook, delivery.DeliveryId, delivery.Attempts, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Webhook}: message {DeliveryId} was not received at attempt {Attempt}: {Reason}")]
    private static partial void NotReceived(ILogger logger, string webhook, string deliveryId, int attempt, string reason);
}
