namespace ScoringFairness.Service.Tests.Audits;

/// <summary>Audits that are larger than may be: refused when they are asked for, with the limit and the remedy.</summary>
public sealed class AuditLimitTests : IAsyncLifetime
{
    private readonly RunningService _service = new()
    {
        Settings = ["--Studies:MostGroups=3", "--Studies:MostItems=2", "--Studies:MostMeasures=4000", "--Studies:MostDraws=600000"],
    };

    public async ValueTask InitializeAsync()
    {
        await _service.InitializeAsync();
        foreach (var item in (string[])["one", "two", "three"])
        {
            var rows = string.Concat(Enumerable.Range(0, 80).Select(at => $"r{at},text {at},{at / 2 % 4},{(at % 2 == 0 ? "male" : "female")},g{at % 4}\n"));
            var (status, answer) = await _service.Http.SendAsync(
                HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3",
                "responseId,text,humanScore,group.gender,group.region\n" + rows, "text/csv");
            Assert.True(status == 200, answer?.ToJsonString());
        }
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("""["one"], "attribute": "region" """, "attribute", "'region' has 4 groups", "Studies__MostGroups")]
    [InlineData("""["one", "two", "three"], "attribute": "gender" """, "items", "There are 3", "Studies__MostItems")]
    [InlineData("""["one", "two"], "attribute": "gender", "repeats": 5, "bootstrap": 100""", "scorers", "or repeats", "Studies__MostMeasures")]
    [InlineData("""["one"], "attribute": "gender", "bootstrap": 50000""", "bootstrap", "Send bootstrap=", "Studies__MostDraws")]
    public async Task What_would_be_too_large_is_refused_when_it_is_asked_for(string items, string field, string reason, string limit)
    {
        var request = $$"""{ "scorers": [ { "kind": "linear" } ], "items": {{items}} }""";
        foreach (var path in (string[])["/v1/audits", "/v1/audits/cost"])
        {
            var (status, problem) = await _service.Http.SendAsync(HttpMethod.Post, path, request);
            Assert.Equal(400, status);
            var message = string.Join(' ', problem!["errors"]![$"/{field}"]!.AsArray().Select(one => (string)one!));
            Assert.Contains(reason, message, StringComparison.Ordinal);
            Assert.Contains(limit, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_within_them_runs()
    {
        var audit = await _service.Http.AuditAsync(
            """{ "items": ["one", "two"], "attribute": "gender", "bootstrap": 200, "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
    }
}
