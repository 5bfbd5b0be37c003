using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Bench;

/// <summary>What benchmarks ask of a service that they started: to be alive, to take invented answers, to run audits.</summary>
internal sealed class BenchClient(Uri service) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string[] Words = ["wrong", "partly", "mostly", "right"];

    /// <summary>The connection.</summary>
    public HttpClient Http { get; } = new() { BaseAddress = service, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Invented answers on four levels, half of them of each gender, as CSV.</summary>
    public static string Rows(int from, int count)
    {
        var rows = new StringBuilder("responseId,text,humanScore,group.gender\n");
        for (var number = from; number < from + count; number++)
        {
            rows.Append(
                CultureInfo.InvariantCulture,
                $"r{number},{Words[number / 2 % 4]} answer number {number} of the set,{number / 2 % 4},{(number % 2 == 0 ? "male" : "female")}\n");
        }
        return rows.ToString();
    }

    /// <summary>Where answers to an item go.</summary>
    public static Uri Responses(string item) => new($"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", UriKind.Relative);

    /// <summary>Waits until the service answers.</summary>
    public Task WhenAliveAsync(CancellationToken cancellation) =>
        UntilAsync(async () => (await Http.GetAsync(new Uri("/health/live", UriKind.Relative), cancellation)).IsSuccessStatusCode, Patience, cancellation);

    /// <summary>Sends answers to an item.</summary>
    public async Task SendAsync(string item, int count, CancellationToken cancellation)
    {
        using var body = new StringContent(Rows(0, count), Encoding.UTF8, "text/csv");
        using var answer = await Http.PostAsync(Responses(item), body, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Starts an audit.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> StartAsync(string audit, CancellationToken cancellation)
    {
        using var body = new StringContent(audit, Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(new Uri("/v1/audits", UriKind.Relative), body, cancellation);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("auditId").GetString()!;
    }

    /// <summary>Where an audit stands.</summary>
    public async Task<JsonNode> AuditAsync(string auditId, CancellationToken cancellation) =>
        (await Http.GetFromJsonAsync<JsonNode>(new Uri($"/v1/audits/{auditId}", UriKind.Relative), cancellation))!;

    /// <summary>Waits until an audit stands as it should.</summary>
    public Task UntilAsync(string auditId, Func<JsonNode, bool> isSo, CancellationToken cancellation) =>
        UntilAsync(async () => isSo(await AuditAsync(auditId, cancellation)), Patience, cancellation);

    /// <summary>Waits until something is so; while the service is starting nothing is.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan patience, CancellationToken cancellation)
    {
        for (var end = DateTime.UtcNow + patience; DateTime.UtcNow < end;)
        {
            try
            {
                if (await isSo())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // The service is still starting.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
        }
        throw new TimeoutException("The service does not come to the point where it can be measured.");
    }

    public void Dispose() => Http.Dispose();
}
