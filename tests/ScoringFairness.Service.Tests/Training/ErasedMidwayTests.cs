using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>A student who is erased while a fit that has read the text runs is not brought back by it.</summary>
public sealed class ErasedMidwayTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Nothing_that_running_fits_find_out_of_an_erased_student_is_kept()
    {
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(90, levels: 3), "text/csv");
        var (_, started) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", """
            { "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "maxTokens": 16, "epochs": 40, "splits": ["mixed"] } ] }
            """);
        var id = (string)started!["auditId"]!;
        await service.Http.WaitAsync(id, audit => audit["progress"]!["running"]!.AsArray().Count(fit => (int?)fit!["epoch"] > 0) == 2);
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/s3")).Status);
        var audit = await service.Http.WaitAsync(id);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal((1L, 89L), (
            await service.Database.ScalarAsync<long>($"select count(*) from audit_responses where audit_id = '{id}' and response_id = ''"),
            await service.Database.ScalarAsync<long>($"select count(*) from out_of_fold_scores where audit_id = '{id}'")));
        Assert.Equal(0, await service.Database.ScalarAsync<long>(
            $"""
            select count(*) from out_of_fold_scores join audit_responses using (organisation_id, audit_id, item_id, response_no)
            where audit_id = '{id}' and response_id = ''
            """));

        // Of which group the student was would be the difference between those planned and those evaluated.
        var report = await service.Http.ReadAsync($"/v1/audits/{id}/report.json");
        var item = report["data"]!["items"]![0]!;
        var groups = item["groups"]!.AsArray().ToDictionary(group => (string)group!["group"]!, group => (int)group!["n"]!);
        Assert.Equal(89, groups.Values.Sum());
        Assert.All(
            report["tables"]![0]!["groups"]!.AsArray(), group => Assert.Equal(groups[(string)group!["group"]!], (int)group["n"]!));
        Assert.Equal(0, (int)item["notReported"]!);
        Assert.Contains(
            item["excluded"]!.AsArray(),
            excluded => (string)excluded!["reason"]! == "erased while the audit ran, or left out by lot to hide who was" && excluded["n"] is null);
        Assert.Contains(report["warnings"]!.AsArray(), warning => (string)warning!["code"]! == "erasedMeanwhile");
        var fits = await service.Http.ReadAsync($"/v1/audits/{id}/fits");
        Assert.All(fits["items"]!.AsArray().SelectMany(fit => fit!["sizes"]!["groups"]!.AsArray()), group => Assert.Null(group!["n"]));
        Assert.All(fits["items"]!.AsArray(), fit => Assert.Null(fit!["sizes"]!["training"]));
    }

    [Fact]
    public async Task Who_is_erased_while_an_audit_trains_is_not_the_difference_from_one_that_completed_before()
    {
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=w&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(90, levels: 3), "text/csv");
        var first = await service.Http.AuditAsync(Request("""{ "kind": "linear", "splits": ["mixed"] }"""));
        Assert.True((string)first["status"]! == "completed", first.ToJsonString());
        var (_, started) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", Request(
            """{ "kind": "bert", "checkpoint": "scratch:tiny", "maxTokens": 16, "epochs": 30, "splits": ["mixed"] }"""));
        var id = (string)started!["auditId"]!;
        await service.Http.WaitAsync(id, audit => audit["progress"]!["running"]!.AsArray().Any(fit => (int?)fit!["epoch"] > 0));
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/s3")).Status);
        var audit = await service.Http.WaitAsync(id);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());

        var (before, after) = (await ReportAsync((string)first["auditId"]!), await ReportAsync(id));
        Assert.Contains(after["warnings"]!.AsArray(), warning => (string)warning!["code"]! == "cohortThinned");
        var (had, has) = (Sizes(before), Sizes(after));
        var smaller = Assert.Single(had.Keys, group => had[group] != has[group]);
        Assert.Equal(had[smaller] - 10, has[smaller]);
        Assert.Equal(has[smaller], (long)after["measures"]!.AsArray().First(
            row => (string)row!["measure"]! == "accuracy" && (string?)row["group"] == smaller)!["n"]!);
        Assert.Contains(
            after["data"]!["items"]![0]!["excluded"]!.AsArray(),
            excluded => (string)excluded!["reason"]! == "erased while the audit ran, or left out by lot to hide who was" && (int?)excluded["n"] == 10);

        static string Request(string scorer) =>
            $$"""{ "items": ["w"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ {{scorer}} ] }""";
        static Dictionary<string, long> Sizes(JsonNode report) => report["data"]!["items"]![0]!["groups"]!.AsArray()
            .ToDictionary(group => (string)group!["group"]!, group => (long)group!["n"]!);
        Task<JsonNode> ReportAsync(string auditId) => service.Http.ReadAsync($"/v1/audits/{auditId}/report.json");
    }
}
