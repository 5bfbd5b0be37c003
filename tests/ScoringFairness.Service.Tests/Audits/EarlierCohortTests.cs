using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>Two audits whose cohorts differ by a few students do not tell the figures of these.</summary>
public sealed class EarlierCohortTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task The_same_cohort_is_audited_again_and_a_few_who_came_since_wait_for_others()
    {
        await StoreAsync("grown", 0, 120);
        Assert.Empty(Held(await AuditAsync("grown")));
        Assert.Empty(Held(await AuditAsync("grown")));

        await StoreAsync("grown", 120, 126);
        var held = await AuditAsync("grown");
        Assert.Contains(Held(held), warning => warning.Contains("group 'female' have come since", StringComparison.Ordinal));
        Assert.Equal((60, 60), (Size(held, "female"), Size(held, "male")));

        await StoreAsync("grown", 126, 140);
        var grown = await AuditAsync("grown");
        Assert.Empty(Held(grown));
        Assert.Equal((70, 70), (Size(grown, "female"), Size(grown, "male")));
    }

    [Fact]
    public async Task A_cohort_that_lacks_a_few_is_refused_with_the_remedy_until_the_earlier_audit_is_deleted()
    {
        await StoreAsync("shrunk", 0, 120);
        var first = await service.Http.AuditAsync(Request("shrunk"));
        foreach (var at in (int[])[0, 2, 4])
        {
            await service.Http.SendAsync(
                HttpMethod.Post, "/v1/responses?item=shrunk&groups=gender",
                $"responseId,text,humanScore,gender\nr{at},An answer of number {at}.,1,male\n", "text/csv");
        }
        var changed = await service.Http.AuditAsync(Request("shrunk"));
        Assert.Equal("failed", (string)changed["status"]!);
        var error = (string)changed["error"]!;
        Assert.Contains((string)first["auditId"]!, error, StringComparison.Ordinal);
        Assert.Contains("delete that audit", error, StringComparison.Ordinal);

        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, $"/v1/audits/{first["auditId"]}")).Status);
        Assert.Equal("completed", (string)(await service.Http.AuditAsync(Request("shrunk")))["status"]!);
    }

    private static string Request(string item) =>
        $$"""{ "items": ["{{item}}"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "{{item}}" } ] }""";

    private static IReadOnlyList<string> Held(JsonNode report) =>
        [.. report["warnings"]!.AsArray().Where(one => (string)one!["code"]! == "cohortHeld").Select(one => (string)one!["message"]!)];

    private static int Size(JsonNode report, string group) =>
        (int)report["data"]!["items"]![0]!["groups"]!.AsArray().Single(one => (string)one!["group"]! == group)!["n"]!;

    private async Task<JsonNode> AuditAsync(string item)
    {
        var audit = await service.Http.AuditAsync(Request(item));
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        return await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report.json");
    }

    private async Task StoreAsync(string item, int from, int to)
    {
        var (responses, scores) = (new StringBuilder("responseId,text,humanScore,gender\n"), new StringBuilder("responseId,itemId,score\n"));
        for (var at = from; at < to; at++)
        {
            responses.Append(CultureInfo.InvariantCulture, $"r{at},An answer of number {at}.,{at / 2 % 4},{(at % 2 == 0 ? "female" : "male")}\n");
            scores.Append(CultureInfo.InvariantCulture, $"r{at},{item},{at / 2 * 3 % 4}\n");
        }
        await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3&groups=gender", responses.ToString(), "text/csv");
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?scorer={item}", scores.ToString(), "text/csv");
    }
}
