using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Tests.Host.Access;

/// <summary>A service with keys of two organisations: <c>default</c>, which has data, and <c>other</c>, which has none.</summary>
public sealed class GuardedService : IAsyncLifetime
{
    public const string Item = "guarded-item";
    public const string Student = "s-1";

    private readonly RunningService _service = new();

    internal RunningService Service => _service;

    /// <summary>Keys by organisation and role.</summary>
    public Dictionary<(string Organisation, string Role), string> Keys { get; } = [];

    public string AuditId { get; private set; } = "";

    public string KeyId => Keys[("default", Role.Read)].Split('_')[1];

    public HttpClient Open => _service.Http;

    public async ValueTask InitializeAsync()
    {
        await _service.InitializeAsync();
        foreach (var organisation in (string[])["default", "other"])
        {
            var first = await CreateByCommandLineAsync(organisation);
            Keys[(organisation, Role.Admin)] = first;
            foreach (var role in Role.All.Where(role => role != Role.Admin))
            {
                var (status, made) = await SendAsync(first, HttpMethod.Post, "/v1/keys", $$"""{ "name": "{{role}}", "roles": ["{{role}}"] }""");
                Assert.Equal(201, status);
                Keys[(organisation, role)] = (string)made!["key"]!;
            }
        }
        var admin = Keys[("default", Role.Admin)];
        await SendAsync(admin, HttpMethod.Post, $"/v1/responses?item={Item}&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(60), "text/csv");
        var scores = string.Join('\n', Enumerable.Range(0, 60).Select(number => $"r{number},{number % 2}"));
        await SendAsync(admin, HttpMethod.Post, $"/v1/scores?scorer=vendor&item={Item}", $"responseId,score\n{scores}\n", "text/csv");
        var (accepted, audit) = await SendAsync(
            admin, HttpMethod.Post, "/v1/audits",
            $$"""
            { "items": ["{{Item}}"], "attribute": "gender", "minGroupSize": 5, "minCellSize": 2,
              "scorers": [ { "kind": "external", "scorer": "vendor" } ] }
            """);
        Assert.True(accepted == 202, audit?.ToJsonString());
        AuditId = (string)audit!["auditId"]!;
        for (var tries = 0; (string?)audit!["status"] is not "completed"; tries++)
        {
            Assert.True(tries < 600, audit.ToJsonString());
            await Task.Delay(100, TestContext.Current.CancellationToken);
            audit = (await SendAsync(admin, HttpMethod.Get, $"/v1/audits/{AuditId}")).Body;
        }
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    public async Task<(int Status, System.Text.Json.Nodes.JsonNode? Body)> SendAsync(
        string? key, HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        using var http = new HttpClient { BaseAddress = Open.BaseAddress };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add(AccessHandler.Header, key);
        }
        return await http.SendAsync(method, path, body, contentType);
    }

    /// <summary>A key of an admin, made beside the running service by <c>keys create</c>.</summary>
    private async Task<string> CreateByCommandLineAsync(string organisation)
    {
        var (status, output, error) = await ServiceProcess.RunAsync(
            $"keys create --organisation {organisation} --name first --roles admin", _service.Database.ConnectionString);
        Assert.True(status == 0, error);
        return output.Trim();
    }
}
