using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Webhooks;

/// <summary>Something to be told, once.</summary>
internal sealed class WebhookDelivery
{
    public required string OrganisationId { get; init; }

    public required string DeliveryId { get; init; }

    public required string Webhook { get; init; }

    public required string Body { get; init; }

    public int Attempts { get; init; }
}

/// <summary>What is to be told, until it is: written in the transaction that has something to tell.</summary>
internal sealed class WebhookDeliveries(NpgsqlDataSource everybody)
{
    private const string Key = "organisation_id = @OrganisationId and delivery_id = @DeliveryId";

    /// <summary>Adds a message in the caller's transaction.</summary>
    public static Task AddAsync(NpgsqlConnection connection, string organisationId, string webhook, string type, object data) =>
        connection.ExecuteAsync(
            "insert into webhook_deliveries (organisation_id, delivery_id, webhook, body) values (@organisationId, @deliveryId, @webhook, @body)",
            new
            {
                organisationId,
                webhook,
                deliveryId = $"msg_{Guid.CreateVersion7():N}",
                body = JsonSerializer.Serialize(new { type, timestamp = DateTimeOffset.UtcNow, data }, ContractJson.Options),
            });

    /// <summary>Takes a message that is due; it falls due again unless <see cref="DeliveredAsync"/> is said in time.</summary>
    public async Task<WebhookDelivery?> ClaimAsync(TimeSpan firstRetry, CancellationToken cancellation)
    {
        await using var connection = await everybody.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<WebhookDelivery>(
            """
            update webhook_deliveries set attempts = attempts + 1, next_at = now() + @firstRetry * power(2, least(attempts, 10))
            where (organisation_id, delivery_id) = (
              select organisation_id, delivery_id from webhook_deliveries where next_at <= now() order by next_at limit 1 for update skip locked)
            returning organisation_id, delivery_id, webhook, body, attempts
            """,
            new { firstRetry });
    }

    public async Task DeliveredAsync(WebhookDelivery delivery)
    {
        await using var connection = await everybody.OpenConnectionAsync();
        await connection.ExecuteAsync($"update webhook_deliveries set delivered_at = now(), next_at = null, error = null where {Key}", delivery);
    }

    /// <summary>Notes why a message did not arrive; it is given up where it is not to be tried again.</summary>
    public async Task FailedAsync(WebhookDelivery delivery, string error, bool isGivenUp)
    {
        await using var connection = await everybody.OpenConnectionAsync();
        await connection.ExecuteAsync(
            $"update webhook_deliveries set error = @error, next_at = case when not @isGivenUp then next_at end where {Key}",
            new { delivery.OrganisationId, delivery.DeliveryId, error, isGivenUp });
    }
}
