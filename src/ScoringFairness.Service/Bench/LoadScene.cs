using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Bench;

/// <summary>What <c>bench load</c> reads: a completed audit, one that trains, and responses that keep coming.</summary>
internal sealed class LoadScene(Uri service) : IDisposable
{
    private const int Responses = 1200;
    private const int Batch = 200;
    private const string Arriving = "arriving";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string[] Words = ["wrong", "partly", "mostly", "right"];
    private readonly HttpClient _http = new() { BaseAddress = service, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Sends the data, completes one audit, and begins another that trains for longer than any measurement.</summary>
    public async Task<(string Completed, string Training)> PrepareAsync(CancellationToken cancellation)
    {
        await UntilAsync(async () => (await _http.GetAsync(new Uri("/health/live", UriKind.Relative), cancellation)).IsSuccessStatusCode, cancellation);
        foreach (var item in (string[])["one", "two"])
        {
            await SendAsync($"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", Rows(0, Responses), cancellation);
        }
        var completed = await StartAsync("""{ "items": ["one", "two"], "attribute": "gender", "scorers": [ { "kind": "linear" } ] }""", cancellation);
        await UntilAsync(async () => await StatusAsync(completed, cancellation) == "completed", cancellation);
        var training = await StartAsync(
            """
            { "items": ["one", "two"], "attribute": "gender",
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:mini", "epochs": 100 } ] }
            """, cancellation);
        await UntilAsync(async () => (await AuditAsync(training, cancellation))["progress"]!["running"]!.AsArray().Count > 0, cancellation);
        return (completed, training);
    }

    /// <summary>Where an audit stands.</summary>
    public async Task<string> StatusAsync(string auditId, CancellationToken cancellation) => (string)(await AuditAsync(auditId, cancellation))["status"]!;

    /// <summary>Sends batches of responses, a few in a second, until it is asked to end.</summary>
    /// <returns>Responses sent, and batches refused.</returns>
    public async Task<(int Sent, int Refused)> IngestAsync(CancellationToken end)
    {
        var (sent, refused) = (0, 0);
        while (!end.IsCancellationRequested)
        {
            using var body = new StringContent(Rows(sent, Batch), Encoding.UTF8, "text/csv");
            using var answer = await _http.PostAsync(
                new Uri($"/v1/responses?item={Arriving}&createItems=true&scaleMin=0&scaleMax=3", UriKind.Relative), body, CancellationToken.None);
            sent += answer.IsSuccessStatusCode ? Batch : 0;
            refused += answer.IsSuccessStatusCode ? 0 : 1;
            await Task.Delay(TimeSpan.FromMilliseconds(250), end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return (sent, refused);
    }

    /// <summary>Responses that came while reads were timed, as the service has them.</summary>
    public async Task<int> StoredAsync(CancellationToken cancellation) =>
        (int)(await _http.GetFromJsonAsync<JsonNode>(new Uri($"/v1/items/{Arriving}", UriKind.Relative), cancellation))!["responses"]!;

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> AuditAsync(string auditId, CancellationToken cancellation) =>
        (await _http.GetFromJsonAsync<JsonNode>(new Uri($"/v1/audits/{auditId}", UriKind.Relative), cancellation))!;

    private async Task<string> StartAsync(string audit, CancellationToken cancellation)
    {
        using var body = new StringContent(audit, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri("/v1/audits", UriKind.Relative), body, cancellation);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("auditId").GetString()!;
    }

    private async Task SendAsync(string path, string rows, CancellationToken cancellation)
    {
        using var body = new StringContent(rows, Encoding.UTF8, "text/csv");
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), body, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private static string Rows(int from, int count)
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

    private static async Task UntilAsync(Func<Task<bool>> isSo, CancellationToken cancellation)
    {
        for (var end = DateTime.UtcNow + Patience; DateTime.UtcNow < end;)
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
}
