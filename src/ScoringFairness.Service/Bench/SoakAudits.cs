using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Bench;

/// <summary>The small audits of a soak, over HTTP to a service that is killed now and then.</summary>
internal sealed class SoakAudits(HttpClient http, Random random)
{
    public const int Responses = 120;
    private const int Seeds = 3;
    private const int UnderWay = 4;

    /// <summary>Splits of one audit: four of the linear scorer, two of the BERT.</summary>
    public const int Splits = 6;

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private int _asked;

    /// <summary>Sends the responses that all audits are about.</summary>
    public Task SendResponsesAsync(CancellationToken cancellation)
    {
        string[] words = ["wrong", "partly", "mostly", "right"];
        var csv = new StringBuilder("responseId,text,humanScore,group.gender\n");
        for (var number = 0; number < Responses; number++)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"r{number},{words[number / 2 % 4]} answer {number},{number / 2 % 4},{(number % 2 == 0 ? "male" : "female")}\n");
        }
        return PersistAsync(
            async () =>
            {
                using var body = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
                using var answer = await http.PostAsync(
                    new Uri("/v1/responses?item=soak&createItems=true&scaleMin=0&scaleMax=3", UriKind.Relative), body, cancellation);
                return answer.IsSuccessStatusCode;
            },
            cancellation);
    }

    /// <summary>Takes note of audits that ended, and starts others in their place.</summary>
    public async Task TendAsync(bool start, CancellationToken cancellation)
    {
        foreach (var id in _open.ToList())
        {
            if (await StatusAsync(id, cancellation) is "completed" or "failed" or "cancelled")
            {
                _open.Remove(id);
            }
        }
        while (start && _open.Count < UnderWay)
        {
            await StartAsync(cancellation);
        }
    }

    /// <summary>Waits until every audit has ended.</summary>
    public async Task<bool> EndAsync(TimeSpan patience, CancellationToken cancellation)
    {
        for (var end = DateTime.UtcNow + patience; _open.Count > 0 && DateTime.UtcNow < end;)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
            await TendAsync(start: false, cancellation);
        }
        return _open.Count == 0;
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        var body = JsonSerializer.Serialize(new
        {
            items = (string[])["soak"],
            attribute = "gender",
            folds = 2,
            bootstrap = 200,
            seed = random.Next(Seeds),
            scorers = (object[])
            [
                new { kind = "linear" },
                new { kind = "bert", checkpoint = "scratch:tiny", epochs = 24, splits = (string[])["mixed", "only:male"] },
            ],
        });
        // The answer of a service that is killed does not come: the key tells it from another request.
        var key = $"soak-{++_asked}";
        await PersistAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/audits")
                {
                    Content = new StringContent(body, Encoding.UTF8, "application/json"),
                };
                request.Headers.Add("Idempotency-Key", key);
                using var answer = await http.SendAsync(request, cancellation);
                if (answer.IsSuccessStatusCode && await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation) is { } audit)
                {
                    _open.Add((string)audit["auditId"]!);
                    return true;
                }
                return false;
            },
            cancellation);
    }

    private async Task<string?> StatusAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return (string?)(await http.GetFromJsonAsync<JsonNode>(new Uri($"/v1/audits/{id}", UriKind.Relative), cancellation))?["status"];
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task PersistAsync(Func<Task<bool>> send, CancellationToken cancellation)
    {
        while (!await SentAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellation);
        }

        async Task<bool> SentAsync()
        {
            try
            {
                return await send();
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}
