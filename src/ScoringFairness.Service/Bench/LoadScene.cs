using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Bench;

/// <summary>What <c>bench load</c> reads: a completed audit, one that trains, and responses that keep coming.</summary>
internal sealed class LoadScene(Uri service) : IDisposable
{
    private const int Responses = 1200;
    private const int Batch = 200;
    private const string Arriving = "arriving";
    private readonly BenchClient _client = new(service);

    /// <summary>Sends the data, completes one audit, and begins another that trains for longer than any measurement.</summary>
    public async Task<(string Completed, string Training)> PrepareAsync(CancellationToken cancellation)
    {
        await _client.WhenAliveAsync(cancellation);
        foreach (var item in (string[])["one", "two"])
        {
            await _client.SendAsync(item, Responses, cancellation);
        }
        var completed = await _client.StartAsync("""{ "items": ["one", "two"], "attribute": "gender", "scorers": [ { "kind": "linear" } ] }""", cancellation);
        await _client.UntilAsync(completed, audit => (string)audit["status"]! == "completed", cancellation);
        var training = await _client.StartAsync(
            """
            { "items": ["one", "two"], "attribute": "gender",
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:mini", "epochs": 100 } ] }
            """, cancellation);
        await _client.UntilAsync(training, audit => audit["progress"]!["running"]!.AsArray().Count > 0, cancellation);
        return (completed, training);
    }

    /// <summary>Where an audit stands.</summary>
    public async Task<string> StatusAsync(string auditId, CancellationToken cancellation) =>
        (string)(await _client.AuditAsync(auditId, cancellation))["status"]!;

    /// <summary>Sends batches of responses, a few in a second, until it is asked to end.</summary>
    /// <returns>Responses sent, and batches refused.</returns>
    public async Task<(int Sent, int Refused)> IngestAsync(CancellationToken end)
    {
        var (sent, refused) = (0, 0);
        while (!end.IsCancellationRequested)
        {
            using var body = new StringContent(BenchClient.Rows(sent, Batch), Encoding.UTF8, "text/csv");
            using var answer = await _client.Http.PostAsync(BenchClient.Responses(Arriving), body, CancellationToken.None);
            sent += answer.IsSuccessStatusCode ? Batch : 0;
            refused += answer.IsSuccessStatusCode ? 0 : 1;
            await Task.Delay(TimeSpan.FromMilliseconds(250), end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return (sent, refused);
    }

    /// <summary>Responses that came while reads were timed, as the service has them.</summary>
    public async Task<int> StoredAsync(CancellationToken cancellation) =>
        (int)(await _client.Http.GetFromJsonAsync<JsonNode>(new Uri($"/v1/items/{Arriving}", UriKind.Relative), cancellation))!["responses"]!;

    public void Dispose() => _client.Dispose();
}
