using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Fewer students, or different texts, than the folds need.</summary>
public sealed class FewClustersTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Scale = "createItems=true&scaleMin=0&scaleMax=3";
    private const string Linear = """ "attribute": "gender", "folds": 3, "bootstrap": 100, "minGroupSize": 10, "scorers": [ { "kind": "linear" } ] }""";

    [Theory]
    [InlineData("folds_two_students")]
    [InlineData("folds_two_texts")]
    public async Task An_item_that_cannot_be_dealt_into_folds_is_refused_at_once_with_the_remedy(string item)
    {
        await SendAsync(await CaseAsync(item));
        foreach (var path in new[] { "/v1/audits", "/v1/audits/cost" })
        {
            var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, path, $$"""{ "items": ["{{item}}"], {{Linear}}""");
            Assert.True(status == 400, problem?.ToJsonString());
            var message = (string)problem!["errors"]!["/items"]![0]!;
            Assert.Contains($"'{item}'", message, StringComparison.Ordinal);
            Assert.Contains("fewer folds", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Students_who_share_texts_in_a_chain_are_one_cluster()
    {
        // Each of six students writes a text of the one before.
        await SendAsync(Rows("chain", 48, at => $"s{at % 6}", at => $"text {(at % 6 + at / 6 % 2) % 6}"));
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", $$"""{ "items": ["chain"], {{Linear}}""");
        Assert.True(status == 400, problem?.ToJsonString());
        Assert.Contains("'chain'", (string)problem!["errors"]!["/items"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_item_that_cannot_be_dealt_does_not_fail_the_others()
    {
        await SendAsync(Rows("sound", 60, at => $"t{at}", at => $"answer number {at} of level {at / 2 % 4}"));
        await SendAsync(await CaseAsync("folds_two_students"));
        var audit = await service.Http.AuditAsync($$"""{ "items": ["sound", "folds_two_students"], "minCellSize": 0, {{Linear}}""");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Contains(audit["warnings"]!.AsArray(), one => ((string)one!["code"]!, (string?)one["itemId"]) == ("notTrained", "folds_two_students"));
        var fits = (await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/fits"))["items"]!.AsArray();
        Assert.Equal(["sound"], fits.Select(fit => (string)fit!["itemId"]!).Distinct());
        Assert.All(fits, fit => Assert.True((int)fit!["sizes"]!["validation"]! > 0));
        var page = await service.Http.GetStringAsync($"/v1/audits/{audit["auditId"]}/report.html", TestContext.Current.CancellationToken);
        Assert.Contains("No scorer was trained on this item", page, StringComparison.Ordinal);
    }

    private static Task<string> CaseAsync(string name) =>
        File.ReadAllTextAsync(SharedFolder.Path("cases", $"{name}.json"), TestContext.Current.CancellationToken);

    private static string Rows(string item, int n, Func<int, string> student, Func<int, string> text) => new JsonArray(
        [
            .. Enumerable.Range(0, n).Select(at => new JsonObject
            {
                ["responseId"] = $"r{at:000}",
                ["itemId"] = item,
                ["studentId"] = student(at),
                ["text"] = text(at),
                ["humanScore"] = at / 2 % 4,
                ["groups"] = new JsonObject { ["gender"] = at % 2 == 0 ? "male" : "female" },
            }),
        ]).ToJsonString();

    private async Task SendAsync(string rows)
    {
        var (status, body) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?{Scale}", rows);
        Assert.True(status == 200, body?.ToJsonString());
    }
}
