using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Engines;

/// <summary>Audits of engines outside the process, over HTTP.</summary>
public sealed class EngineAuditTests : IAsyncLifetime
{
    private readonly RunningService _service = new()
    {
        Settings =
        [
            $"--Engines:length:Command:0=/bin/sh", $"--Engines:length:Command:1={LengthEngine.Script}", "--Engines:length:TimeoutSeconds=60",
            $"--Engines:broken:Command=sh '{LengthEngine.Script}'", "--Engines:broken:Environment:MODE=crash", "--Engines:broken:MemoryMiB=200",
        ],
    };

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_whole_audit_trains_an_engine_on_every_split_and_reports_it()
    {
        await SendAsync("lengths");
        const string Request = """
            { "items": ["lengths"], "attribute": "gender", "folds": 2, "bootstrap": 200, "minGroupSize": 10,
              "scorers": [ { "kind": "engine", "name": "length" }, { "kind": "linear" } ] }
            """;
        var audit = await _service.Http.AuditAsync(Request);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var id = (string)audit["auditId"]!;
        var fits = (await _service.Http.ReadAsync($"/v1/audits/{id}/fits"))["items"]!.AsArray();
        Assert.Equal(8, fits.Count(fit => (string)fit!["scorer"]! == "length" && (string)fit["status"]! == "done"));
        var accuracy = (await _service.Http.ReadAsync($"/v1/audits/{id}/measures?measure=accuracy&scorer=length&split=mixed"))["items"]!.AsArray();
        Assert.True((double)accuracy.First(row => row!["group"] is null)!["value"]! > 0.95, accuracy.ToJsonString());
        Assert.Contains(
            "length", await _service.Http.GetStringAsync($"/v1/audits/{id}/report.html", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("value=\"length\"", await _service.Http.GetStringAsync("/audits/new", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_scores_texts_with_words_swapped_like_any_other_scorer()
    {
        await SendAsync("swapped");
        var audit = await _service.Http.AuditAsync(
            $$"""
            { "items": ["swapped"], "attribute": "gender", "folds": 2, "bootstrap": 100, "minGroupSize": 10,
              "explain": ["swaps"], "swapWords": [["answer", "{{new string('a', 200)}}"]],
              "scorers": [ { "kind": "engine", "name": "length", "splits": ["mixed"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var scored = await _service.Database.ScalarAsync<long>($"select count(*) from out_of_fold_scores where audit_id = '{audit["auditId"]}'");
        Assert.Equal(scored, await _service.Database.ScalarAsync<long>($"select count(*) from swapped_scores where audit_id = '{audit["auditId"]}'"));
        Assert.NotEqual(0, await _service.Database.ScalarAsync<long>("select count(*) from swapped_scores where abs(change) > 0.01"));
    }

    [Fact]
    public async Task A_crash_fails_the_audit_with_the_engines_last_words_and_no_text()
    {
        await SendAsync("crash");
        var audit = await _service.Http.AuditAsync(
            """{ "items": ["crash"], "attribute": "gender", "folds": 2, "scorers": [ { "kind": "engine", "name": "broken", "splits": ["mixed"] } ] }""");
        Assert.Equal("failed", (string)audit["status"]!);
        Assert.Contains("ended with status 3. Its last words: Traceback: cannot read", (string)audit["error"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("answer number", (string)audit["error"]!, StringComparison.Ordinal);
        Assert.Equal(0, await _service.Database.ScalarAsync<long>("select count(*) from fits where error like '%answer number%'"));
    }

    [Fact]
    public async Task A_request_names_an_engine_and_never_a_command()
    {
        await SendAsync("refused");
        async Task<JsonNode?> RefusedAsync(string scorer)
        {
            var (status, problem) = await _service.Http.SendAsync(
                HttpMethod.Post, "/v1/audits", $$"""{ "items": ["refused"], "attribute": "gender", "scorers": [ {{scorer}} ] }""");
            Assert.Equal(400, status);
            return problem;
        }

        var unknown = await RefusedAsync("""{ "kind": "engine", "name": "/bin/sh" }""");
        Assert.Contains("broken, length", (string)unknown!["errors"]!["/scorers/0"]![0]!, StringComparison.Ordinal);
        await RefusedAsync("""{ "kind": "engine", "name": "length", "command": ["rm"] }""");
        await RefusedAsync("""{ "kind": "engine" }""");
        await RefusedAsync("""{ "kind": "engine", "name": "length", "epochs": 3 }""");
    }

    /// <summary>Sends answers of which the longer are the better.</summary>
    private async Task SendAsync(string item)
    {
        var rows = Enumerable.Range(0, 96).Select(n =>
            $"r{n},{string.Concat(Enumerable.Repeat("an answer number of words ", (int)Math.Pow(3, n / 2 % 3)))}{n},"
            + $"{n / 2 % 3},{(n % 2 == 0 ? "male" : "female")}");
        await _service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=2",
            "responseId,text,humanScore,group.gender\n" + string.Join('\n', rows), "text/csv");
    }
}
