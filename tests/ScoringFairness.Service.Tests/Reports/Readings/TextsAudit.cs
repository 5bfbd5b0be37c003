using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Tests.Reports.Readings;

/// <summary>A service with one completed audit of texts, with swaps and attribution, and keys of two organisations.</summary>
public sealed class TextsAudit : IAsyncLifetime
{
    public const int Responses = 200;
    public const string Item = "tale";

    /// <summary>It stands in every text.</summary>
    public const string Secret = "zqxtale";

    private readonly RunningService _service = new();

    internal RunningService Service => _service;

    public string AuditId { get; private set; } = "";

    /// <summary>Keys by their roles, and that of another organisation's admin.</summary>
    public Dictionary<string, string> Keys { get; } = [];

    public string Path => $"/v1/audits/{AuditId}/responses";

    public string Page => $"/audits/{AuditId}/responses";

    /// <summary>
    /// Boys write "north" twice as often as girls and humans score by it alone; of three texts in turn one holds a man's words, one a
    /// woman's.
    /// </summary>
    public static IEnumerable<(string Group, string Text, int Score)> Texts()
    {
        var random = new Random(1);
        for (var at = 0; at < Responses; at++)
        {
            var group = at % 2 == 0 ? "male" : "female";
            var isNorth = random.NextDouble() < (group == "male" ? 0.6 : 0.3);
            var who = (at % 3) switch { 0 => "he told his brother", 1 => "she told her sister", _ => "people told others" };
            yield return (group, $"{who} <b>a {Secret}</b> of town {(isNorth ? "north" : "south")} by road{(char)('a' + random.Next(9))}",
                isNorth ? 2 + random.Next(2) : random.Next(2));
        }
    }

    public async ValueTask InitializeAsync()
    {
        await _service.InitializeAsync();
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender\n");
        foreach (var (at, one) in Texts().Index())
        {
            csv.AppendLine(CultureInfo.InvariantCulture, $"r{at},s{at},{one.Text},{one.Score},{one.Group}");
        }
        var (status, body) = await _service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={Item}&createItems=true&scaleMin=0&scaleMax=3", csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
        var audit = await _service.Http.AuditAsync(
            $$"""
            { "items": ["{{Item}}"], "attribute": "gender", "folds": 2, "bootstrap": 100, "explain": ["swaps", "attribution"],
              "scorers": [ { "kind": "linear", "splits": ["mixed", "only:male"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        AuditId = (string)audit["auditId"]!;
        var (code, other, error) = await ServiceProcess.RunAsync(
            "keys create --organisation other --name first --roles admin", _service.Database.ConnectionString);
        Assert.True(code == 0, error);
        Keys["other"] = other.Trim();
        (code, var own, error) = await ServiceProcess.RunAsync(
            "keys create --organisation default --name first --roles admin", _service.Database.ConnectionString);
        Assert.True(code == 0, error);
        Keys[Role.Admin] = own.Trim();
        foreach (var roles in (string[])["read", "texts", "read,texts"])
        {
            var names = new JsonArray([.. roles.Split(',').Select(role => (JsonNode)role)]);
            var (made, key) = await SendAsync(Role.Admin, HttpMethod.Post, "/v1/keys", $$"""{ "name": "{{roles}}", "roles": {{names.ToJsonString()}} }""");
            Assert.True(made == 201, key);
            Keys[roles] = (string)JsonNode.Parse(key)!["key"]!;
        }
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    /// <summary>Sends what one of the keys' owners asks for.</summary>
    public async Task<(int Status, string Body)> SendAsync(string key, HttpMethod method, string path, string? body = null, string accept = "*/*")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add(AccessHandler.Header, Keys[key]);
        request.Headers.Accept.ParseAdd(accept);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }
        using var answer = await _service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        if (path.Contains("/responses", StringComparison.Ordinal) && answer.IsSuccessStatusCode)
        {
            Assert.True(answer.Headers.CacheControl is { NoStore: true, Private: true }, path);
        }
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The same of a GET, as JSON.</summary>
    public async Task<JsonNode> ReadAsync(string query = "", string key = "texts")
    {
        var (status, body) = await SendAsync(key, HttpMethod.Get, Path + query);
        Assert.True(status == 200, body);
        return JsonNode.Parse(body)!;
    }
}
