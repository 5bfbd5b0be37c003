using System.Globalization;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Gates;

/// <summary>A policy decides whether a scorer may pass, through HTTP and through the command line.</summary>
public sealed class GateTests(RunningService service) : IClassFixture<RunningService>
{
    /// <summary>A scorer that gives every response its human score, and one that marks half of one group down.</summary>
    private async Task<string> AuditAsync(string item, int responses, Func<int, int> score)
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(responses), "text/csv");
        var csv = string.Join('\n', Enumerable.Range(0, responses).Select(number => string.Create(CultureInfo.InvariantCulture, $"r{number},{score(number)}")));
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?scorer=vendor&item={item}", $"responseId,score\n{csv}\n", "text/csv");
        var audit = await service.Http.AuditAsync(
            $$"""
            { "items": ["{{item}}"], "attribute": "gender", "bootstrap": 200, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }
            """);
        Assert.Equal("completed", (string)audit["status"]!);
        return (string)audit["auditId"]!;
    }

    private static int Human(int number) => number / 2 % 2;

    [Fact]
    public async Task A_fair_scorer_passes_a_harsh_one_fails_and_too_few_responses_are_insufficient()
    {
        var fair = await AuditAsync("gate-fair", 400, Human);
        var harsh = await AuditAsync("gate-harsh", 400, number => number % 2 == 1 && number % 8 > 3 ? 0 : Human(number));
        var small = await AuditAsync("gate-small", 180, Human);
        Assert.Equal("pass", await OutcomeAsync(fair));
        var (_, failed) = await service.Http.SendAsync(HttpMethod.Post, "/v1/gates", $$"""{ "auditId": "{{harsh}}" }""");
        Assert.Equal("fail", (string)failed!["outcome"]!);
        Assert.Equal("fail", (string)failed["reasons"]![0]!["outcome"]!);
        Assert.NotNull(failed["reasons"]![0]!["low"]);
        var (_, few) = await service.Http.SendAsync(HttpMethod.Post, "/v1/gates", $$"""{ "auditId": "{{small}}" }""");
        Assert.Equal("insufficient", (string)few!["outcome"]!);
        Assert.Contains("100 of each group", (string)few["reasons"]![0]!["reason"]!, StringComparison.Ordinal);
        Assert.Equal("pass", await OutcomeAsync(small, """{ "gate": { "minimumN": 30 } }"""));
        // What no scorer of the audit has is not passed over.
        Assert.Equal("insufficient", await OutcomeAsync(fair, """{ "gate": { "measures": ["splitAccuracyDifference"] } }"""));

        Assert.Equal(small, (string)(await service.Http.SendAsync(HttpMethod.Post, "/v1/gates", """{ "auditId": "latest" }""")).Body!["auditId"]!);

        foreach (var (auditId, status, word) in new[] { (fair, 0, "pass"), (harsh, 1, "fail"), (small, 2, "insufficient"), ("none", 3, "") })
        {
            var (exit, output, _) = await ServiceProcess.RunAsync($"gate --audit {auditId} --service {service.Http.BaseAddress}", connectionString: null);
            Assert.True(exit == status, output);
            Assert.EndsWith(word, output.TrimEnd(), StringComparison.Ordinal);
            Assert.Equal(status < 3, output.StartsWith($"Audit {auditId}, \"", StringComparison.Ordinal));
        }
        var (_, told, _) = await ServiceProcess.RunAsync($"gate --audit latest --item gate-fair --service {service.Http.BaseAddress}", connectionString: null);
        Assert.StartsWith($"Audit {fair}, ", told, StringComparison.Ordinal);
        Assert.Contains("qwk vendor: 1.000 [1.000, 1.000], held to at least 0.7. The whole interval", told, StringComparison.Ordinal);
        Assert.Contains("accuracyDifference vendor male-female: 0.000 [", told, StringComparison.Ordinal);
        Assert.Contains(", held to ±0.05. The whole interval lies within", told, StringComparison.Ordinal);
        var (status404, none) = await service.Http.SendAsync(HttpMethod.Post, "/v1/gates", """{ "auditId": "latest", "item": "no-such" }""");
        Assert.Equal((404, "There is no completed audit of item 'no-such'."), (status404, (string)none!["detail"]!));
        Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Post, "/v1/gates", $$"""{ "auditId": "{{fair}}", "name": "x" }""")).Status);
    }

    [Fact]
    public async Task A_minimum_is_met_or_fails_and_the_reason_says_so()
    {
        const string Policy = """{ "gate": { "measures": ["qwk"] } }""";
        foreach (var (item, score, outcome, words) in new (string, Func<int, int>, string, string)[]
        {
            ("gate-agrees", Human, "pass", "at or above the minimum"), ("gate-blind", number => number / 4 % 2, "fail", "below the minimum"),
        })
        {
            var auditId = await AuditAsync(item, 400, score);
            var (_, answer) = await service.Http.SendAsync(HttpMethod.Post, "/v1/gates", $$"""{ "auditId": "{{auditId}}", "policy": {{Policy}} }""");
            Assert.Equal(outcome, (string)answer!["outcome"]!);
            Assert.All(answer["reasons"]!.AsArray(), reason => Assert.Contains(words, (string)reason!["reason"]!, StringComparison.Ordinal));
            Assert.All(answer["reasons"]!.AsArray(), reason => Assert.Equal("minimum", (string)reason!["bound"]!));
        }
    }

    [Fact]
    public async Task A_scorer_that_is_wrong_alike_for_all_groups_fails_without_a_policy_and_under_a_preset_of_fairness_alone()
    {
        var auditId = await AuditAsync("gate-random", 400, number => number / 4 % 2);
        foreach (var policy in new[] { "null", """{ "preset": "paper" }""", """{ "preset": "ll144" }""" })
        {
            var (_, answer) = await service.Http.SendAsync(HttpMethod.Post, "/v1/gates", $$"""{ "auditId": "{{auditId}}", "policy": {{policy}} }""");
            Assert.Equal("fail", (string)answer!["outcome"]!);
            Assert.Equal(
                ["correlation", "qwk"],
                answer["reasons"]!.AsArray().Where(reason => (string)reason!["outcome"]! == "fail").Select(reason => (string)reason!["measure"]!)
                    .Distinct().Order());
        }
        // A minimum that a policy adds is asked for too; what it names is all that it asks for.
        var (_, own) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/gates", $$"""{ "auditId": "{{auditId}}", "policy": { "minimums": { "impactRatio": 0.8 } } }""");
        Assert.Contains(own!["reasons"]!.AsArray(), reason => (string)reason!["measure"]! == "impactRatio");
        Assert.NotEqual("fail", await OutcomeAsync(auditId, """{ "gate": { "measures": ["accuracyDifference"] } }"""));
    }

    [Fact]
    public async Task The_policy_in_force_gives_audits_their_defaults()
    {
        await using var own = new RunningService();
        await own.InitializeAsync();
        var (status, policy) = await own.Http.SendAsync(
            HttpMethod.Put, "/v1/policy", """{ "references": { "gender": "female" }, "tolerances": { "equalizedOdds": 0.3 }, "minGroupSize": 12 }""");
        Assert.Equal(200, status);
        Assert.Equal((0.3, 0.05), ((double)policy!["tolerances"]!["equalizedOdds"]!, (double)policy["tolerances"]!["accuracyDifference"]!));
        Assert.Equal(
            ["accuracyDifference", "meanScoreGapChange", "equalizedOdds", "correlation", "qwk"],
            policy["gate"]!["measures"]!.AsArray().Select(measure => (string)measure!));
        await own.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(60), "text/csv");
        var (_, audit) = await own.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", """{ "items": ["q"], "attribute": "gender", "scorers": [ { "kind": "linear" } ] }""");
        var request = audit!["request"]!;
        Assert.Equal(("female", 0.3, 12), ((string)request["reference"]!, (double)request["tolerances"]!["equalizedOdds"]!, (int)request["minGroupSize"]!));
    }

    [Theory]
    [InlineData("""{ "tolerances": { "fairness": 0.1 } }""", "tolerances/fairness")]
    [InlineData("""{ "tolerances": { "equalizedOdds": 1.5 } }""", "tolerances/equalizedOdds")]
    [InlineData("""{ "gate": { "measures": [] } }""", "gate/measures")]
    [InlineData("""{ "gate": { "measures": ["accuracy"] } }""", "gate/measures")]
    [InlineData("""{ "textsKeptDays": 0 }""", "textsKeptDays")]
    [InlineData("""{ "minCellSize": 0 }""", "minCellSize")]
    [InlineData("""{ "gate": { "splits": ["mixed", "zz"] } }""", "gate/splits")]
    [InlineData("""{ "gate": { "splits": ["only:"] } }""", "gate/splits")]
    [InlineData("""{ "references": { "gender": "" } }""", "references/gender")]
    [InlineData("""{ "references": { "": "male" } }""", "references/")]
    [InlineData("""{ "references": { "gender": "ma\u202ele" } }""", "references/gender")]
    public async Task A_policy_that_cannot_be_used_is_refused_with_the_field(string policy, string field)
    {
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Put, "/v1/policy", policy);
        Assert.Equal(400, status);
        Assert.NotNull(problem!["errors"]![$"/{field}"]);
    }

    private async Task<string> OutcomeAsync(string auditId, string? policy = null)
    {
        var request = new JsonObject { ["auditId"] = auditId, ["policy"] = policy is null ? null : JsonNode.Parse(policy) };
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, "/v1/gates", request.ToJsonString());
        Assert.True(status == 200, answer?.ToJsonString());
        return (string)answer!["outcome"]!;
    }
}
