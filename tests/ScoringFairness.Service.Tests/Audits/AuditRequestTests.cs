

namespace ScoringFairness.Service.Tests.Audits;

public sealed class AuditRequestTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Scale = "createItems=true&scaleMin=0&scaleMax=3";

    [Fact]
    public async Task A_request_that_cannot_run_is_refused_with_everything_that_is_wrong()
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=q&{Scale}", Texts.Csv(40), "text/csv");
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits",
            """
            { "items": ["q", "nowhere"], "attribute": "gender", "focal": "martian", "folds": 1, "confidence": 2, "minGroupSize": 0,
              "scorers": [ { "kind": "oracle" }, { "kind": "bert", "splits": ["only:martian"], "epochs": 0, "checkpoint": "../secret" } ],
              "tolerances": { "accuracyDifference": 2, "luck": 1 } }
            """);
        Assert.Equal(400, status);
        var errors = problem!["errors"]!.AsObject().Select(error => error.Key).ToHashSet();
        Assert.Superset(
            "/items /focal /folds /confidence /minGroupSize /scorers/0 /scorers/1 /scorers/1/splits /tolerances/luck".Split(' ').ToHashSet(), errors);
        Assert.Contains("nowhere", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from audits"));
    }

    [Theory]
    [InlineData("2026-03-01T09:30:00+02:00")]
    [InlineData("2026-03-01T09:30:00-11:30")]
    [InlineData("2026-03-01T09:30:00")]
    [InlineData("2026-03-01")]
    public async Task A_time_of_any_offset_is_taken_by_audits_and_schedules(string time)
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=times&{Scale}", Texts.Csv(40), "text/csv");
        var audit = $$"""{ "items": ["times"], "attribute": "gender", "submittedTo": "{{time}}", "submittedFrom": "{{time}}" }""";
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", audit);
        Assert.True(status == 400, $"{status} {problem?.ToJsonString()}");
        (status, problem) = await service.Http.SendAsync(
            HttpMethod.Put, "/v1/schedules/times", $$"""{ "cron": "0 3 * * 1", "audit": {{audit}} }""");
        Assert.True(status < 500, problem?.ToJsonString());
    }

    [Fact]
    public async Task One_group_only_or_an_attribute_nobody_reports_is_refused()
    {
        var csv = "responseId,text,humanScore,group.gender\n" + string.Concat(Enumerable.Range(0, 10).Select(number => $"r{number},text {number},1,male\n"));
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=men&{Scale}", csv, "text/csv");
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", """{ "items": ["men"], "attribute": "gender" }""");
        Assert.Equal(400, status);
        Assert.Contains("'male'", (string)problem!["errors"]!["/attribute"]![0]!, StringComparison.Ordinal);
        (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", """{ "items": ["men"], "attribute": "ell" }""");
        Assert.Equal(400, status);
        Assert.Contains("'ell'", (string)problem!["errors"]!["/attribute"]![0]!, StringComparison.Ordinal);
    }
}
