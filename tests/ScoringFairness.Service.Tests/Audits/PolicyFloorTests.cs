using System.Globalization;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>The least sizes of an organisation's policy hold whatever a request asks for, and its answer says so.</summary>
public sealed class PolicyFloorTests
{
    private const string Raised = "policyFloor";

    private static string Rows => "group,humanScore,machineScore\n" + string.Join('\n', Enumerable.Range(0, 200).Select(number =>
        string.Create(CultureInfo.InvariantCulture, $"{(number < 100 ? "male" : number < 180 ? "female" : "other")},{number % 3},{number % 4 % 3}")));

    [Fact]
    public async Task What_is_asked_for_below_a_policy_in_force_is_raised_to_it_and_told()
    {
        await using var service = await StartedAsync();
        const string Audit = """
            { "items": ["q"], "attribute": "gender", "minGroupSize": 5, "minCellSize": 2, "bootstrap": 100,
              "scorers": [ { "kind": "external", "scorer": "vendor" } ] }
            """;

        // The service's own defaults are none.
        Expect(await service.Http.AuditAsync(Audit), 5, 2);
        var (_, free) = await EvaluateAsync(service, 5, 2);
        Expect(free!["audit"]!, free["warnings"]!, 5, 2);

        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Put, "/v1/policy", """{ "minGroupSize": 40, "minCellSize": 20 }""")).Status);
        var (accepted, begun) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", Audit);
        Assert.Equal(202, accepted);
        Expect(begun!, 40, 20, "minGroupSize is 40", "minCellSize is 20");
        var audit = await service.Http.WaitAsync((string)begun!["auditId"]!);
        Expect(audit, 40, 20, "minGroupSize is 40", "minCellSize is 20");
        var report = await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report");
        Expect(report["audit"]!, report["warnings"]!, 40, 20, "minGroupSize is 40", "minCellSize is 20");
        Assert.Contains(
            "minGroupSize is 40", await service.Http.GetStringAsync($"/v1/audits/{audit["auditId"]}/report.html", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Expect(
            await service.Http.AuditAsync(Audit.Replace("\"minGroupSize\": 5", "\"minGroupSize\": 50", StringComparison.Ordinal)),
            50, 20, "minCellSize is 20");
        Expect(await service.Http.AuditAsync(Audit.Replace("\"minGroupSize\": 5, \"minCellSize\": 2, ", "", StringComparison.Ordinal)), 40, 20);

        var (_, evaluated) = await EvaluateAsync(service, 5, 19);
        Expect(evaluated!["audit"]!, evaluated["warnings"]!, 40, 20, "minGroupSize is 40", "minCellSize is 20");
        // A group of 20 is told at 20; none of fewer than 40 is compared.
        Assert.DoesNotContain(evaluated["measures"]!.AsArray(), row => (string?)row!["contrast"] == "male-other" && row["value"] is not null);
        var (_, wider) = await EvaluateAsync(service, 60, 21);
        Expect(wider!["audit"]!, wider["warnings"]!, 60, 21);

        var (_, cost) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits/cost", Audit);
        Expect(cost!, 40, 20, "minGroupSize is 40", "minCellSize is 20");
    }

    [Fact]
    public async Task A_schedule_says_what_its_audits_will_be_run_with_and_they_are()
    {
        await using var service = await StartedAsync("--Schedules:PollSeconds=0.2");
        await service.Http.SendAsync(HttpMethod.Put, "/v1/policy", """{ "minGroupSize": 45 }""");
        const string Schedule = "/v1/schedules/nightly";
        var (status, view) = await service.Http.SendAsync(
            HttpMethod.Put, Schedule,
            """
            { "cron": "0 3 * * 1", "audit": { "items": ["q"], "attribute": "gender", "minGroupSize": 5, "bootstrap": 100,
              "scorers": [ { "kind": "external", "scorer": "vendor" } ] } }
            """);
        Assert.Equal(201, status);
        Assert.Equal([Raised], Codes(view!["warnings"]!));
        Assert.Equal([Raised], Codes((await service.Http.ReadAsync(Schedule))["warnings"]!));
        Assert.Equal([Raised], Codes((await service.Http.ReadAsync("/v1/schedules"))["items"]![0]!["warnings"]!));
        await service.Database.ScalarAsync<object>("update schedules set next_at = now()");
        await Patience.UntilAsync(async () => (await service.Http.ReadAsync(Schedule))["lastAuditId"] is not null);
        Expect(await service.Http.WaitAsync((string)(await service.Http.ReadAsync(Schedule))["lastAuditId"]!), 45, 10, "minGroupSize is 45");
    }

    private static async Task<RunningService> StartedAsync(params string[] settings)
    {
        var service = new RunningService { Settings = settings };
        await service.InitializeAsync();
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(120), "text/csv");
        var scores = string.Join('\n', Enumerable.Range(0, 120).Select(number => $"r{number},{number / 3 % 2}"));
        Assert.Equal(200, (await service.Http.SendAsync(
            HttpMethod.Post, "/v1/scores?scorer=vendor&item=q", $"responseId,score\n{scores}\n", "text/csv")).Status);
        return service;
    }

    private static Task<(int Status, JsonNode? Body)> EvaluateAsync(RunningService service, int minGroupSize, int minCellSize) =>
        service.Http.SendAsync(
            HttpMethod.Post, $"/v1/evaluations?bootstrap=100&minGroupSize={minGroupSize}&minCellSize={minCellSize}", Rows, "text/csv");

    private static void Expect(JsonNode audit, int minGroupSize, int minCellSize, params string[] raised) =>
        Expect(audit["request"]!, audit["warnings"]!, minGroupSize, minCellSize, raised);

    private static void Expect(JsonNode sizes, JsonNode warnings, int minGroupSize, int minCellSize, params string[] raised)
    {
        Assert.Equal((minGroupSize, minCellSize), ((int)sizes["minGroupSize"]!, (int)sizes["minCellSize"]!));
        var told = warnings.AsArray().Where(warning => (string)warning!["code"]! == Raised).Select(warning => (string)warning!["message"]!).ToList();
        Assert.Equal(raised.Length, told.Count);
        Assert.All(raised.Zip(told), one => Assert.StartsWith(one.First, one.Second, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Codes(JsonNode warnings) => warnings.AsArray().Select(warning => (string)warning!["code"]!);
}
