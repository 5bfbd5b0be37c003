using System.Globalization;
using System.Text.Json.Nodes;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Reports;
using ScoringFairness.Service.Tests.Reports;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Tests.Gates;

/// <summary>Rules that others published are taken by name; values are written out, the source is named.</summary>
public sealed class PresetTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Evaluation = "/v1/evaluations?bootstrap=200&studentId=student&reference=male";

    [Fact]
    public async Task Every_preset_has_a_source_and_rules_of_measures_that_are_judged()
    {
        var (status, presets) = await service.Http.SendAsync(HttpMethod.Get, "/v1/policy/presets");
        Assert.Equal(200, status);
        Assert.Equal(["paper", "ets", "naep", "ll144"], presets!.AsArray().Select(preset => (string)preset!["preset"]!));
        Assert.All(presets.AsArray(), preset => Assert.StartsWith("https://", (string)preset!["url"]!, StringComparison.Ordinal));
        foreach (var rule in PolicyPresets.All.SelectMany(preset => preset.Rules))
        {
            Assert.True(
                rule.Bound == Bound.Minimum ? AuditDefaults.TakeMinimums.Contains(rule.Measure) : AuditDefaults.Tolerances.ContainsKey(rule.Measure),
                rule.Measure);
        }
        Assert.All(PolicyPresets.All, preset => Assert.False((new OrganisationPolicy { Preset = preset.Name }).WrittenOut().Check().Any));
    }

    [Fact]
    public async Task An_evaluation_takes_a_preset_and_values_of_its_own_stand_above_it()
    {
        var report = await EvaluateAsync("&preset=naep&minimum.degradationQwk=-0.2&tolerance.accuracyDifference=0.07");
        Assert.Equal(("minimum", -0.2), Bounds(report, "degradationQwk"));
        Assert.Equal(("tolerance", 0.1), Bounds(report, "smd"));
        Assert.Equal(("tolerance", 0.07), Bounds(report, "accuracyDifference"));
        // What neither names keeps the service's.
        Assert.Equal(("minimum", 0.7), Bounds(report, "qwk"));
        Assert.Equal("naep", (string)report["audit"]!["preset"]!["preset"]!);
        Assert.Contains("pooled variance", (string)report["audit"]!["preset"]!["note"]!, StringComparison.Ordinal);
        Assert.Null((await EvaluateAsync(""))["audit"]!["preset"]);

        var page = await PageAsync("&preset=naep&minimum.degradationQwk=-0.2");
        Assert.Contains("<h2 id=\"held-title\">The rules it was held to</h2>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"https://github.com/NAEP-AS-Challenge/math-prediction\"", page, StringComparison.Ordinal);
        Assert.Contains("asked for: ≥ −0.2", page, StringComparison.Ordinal);
        Assert.DoesNotContain("held-title", await PageAsync(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Impact_ratios_meet_four_fifths_or_do_not_and_a_group_below_two_percent_is_counted_and_left_out()
    {
        // Above the median score of 0 are 400 of 800 of one group, 130 of 800 of the other, and all 31 of a third.
        var report = await EvaluateAsync("&preset=ll144", Enumerable.Range(0, 800).SelectMany(at => new[]
        {
            ("male", at % 2, at % 2), ("female", at % 2, at < 130 ? 1 : 0),
        }).Concat(Enumerable.Repeat(("other", 1, 1), 31)));
        var ratios = report["measures"]!.AsArray().Where(row => (string)row!["measure"]! == "impactRatio").ToDictionary(row => (string)row!["group"]!);
        Assert.Equal((1.0, "met"), ((double)ratios["male"]!["value"]!, (string)ratios["male"]!["verdict"]!));
        Assert.Equal((130.0 / 400, "notMet"), ((double)ratios["female"]!["value"]!, (string)ratios["female"]!["verdict"]!));
        Assert.Null(ratios["other"]!["value"]);
        Assert.Contains("less than 2 % of the responses (minGroupShare)", (string)ratios["other"]!["note"]!, StringComparison.Ordinal);
        Assert.Equal(31, (int)report["data"]!["items"]![0]!["groups"]!.AsArray().Single(group => (string)group!["group"]! == "other")!["n"]!);
        Assert.Contains(report["measures"]!.AsArray(), row => (string?)row!["contrast"] == "male-other" && row["value"] is null);
    }

    [Fact]
    public async Task A_policy_with_a_preset_writes_it_out_and_audits_and_gates_go_by_it()
    {
        await using var own = new RunningService();
        await own.InitializeAsync();
        var (status, policy) = await own.Http.SendAsync(
            HttpMethod.Put, "/v1/policy", """{ "preset": "ets", "minimums": { "qwk": 0.6 }, "tolerances": { "meanScoreGapChange": 0.08 } }""");
        Assert.True(status == 200, policy?.ToJsonString());
        Assert.Equal(
            ("ets", 0.6, 0.7, -0.1, 0.15, 0.08),
            ((string)policy!["preset"]!, Number(policy, "minimums", "qwk"), Number(policy, "minimums", "correlation"),
                Number(policy, "minimums", "degradationQwk"),
                Number(policy, "tolerances", "smd"), Number(policy, "tolerances", "meanScoreGapChange")));
        Assert.Equal(
            ["qwk", "correlation", "degradationQwk", "degradationCorrelation", "smd", "dsm"],
            policy["gate"]!["measures"]!.AsArray().Select(measure => (string)measure!));

        await own.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(400), "text/csv");
        var csv = string.Concat(Enumerable.Range(0, 400).Select(number => string.Create(CultureInfo.InvariantCulture, $"r{number},{number / 4 % 2}\n")));
        await own.Http.SendAsync(HttpMethod.Post, "/v1/scores?scorer=vendor&item=q", $"responseId,score\n{csv}", "text/csv");
        var audit = await own.Http.AuditAsync(
            """
            { "items": ["q"], "attribute": "gender", "bootstrap": 200, "minimums": { "correlation": 0.5 },
              "scorers": [ { "kind": "external", "scorer": "vendor" } ] }
            """);
        var request = audit["request"]!;
        Assert.Equal(
            ("ets", 0.6, 0.5, -0.1), ((string)request["preset"]!, Number(request, "minimums", "qwk"), Number(request, "minimums", "correlation"),
                Number(request, "minimums", "degradationQwk")));
        var (_, report) = await own.Http.SendAsync(HttpMethod.Get, $"/v1/audits/{audit["auditId"]}/report");
        Assert.Contains("Williamson", (string)report!["audit"]!["preset"]!["source"]!, StringComparison.Ordinal);

        // A blind scorer misses the minimum of QWK; of second ratings the audit has none.
        var (_, gate) = await own.Http.SendAsync(HttpMethod.Post, "/v1/gates", """{ "auditId": "latest" }""");
        Assert.Equal("fail", (string)gate!["outcome"]!);
        Assert.Contains(gate["reasons"]!.AsArray(), reason => (string)reason!["measure"]! == "qwk" && (double)reason["tolerance"]! == 0.6
            && (string)reason["outcome"]! == "fail");
        // A preset for this once.
        var (_, once) = await own.Http.SendAsync(HttpMethod.Post, "/v1/gates", """{ "auditId": "latest", "policy": { "preset": "paper" } }""");
        Assert.Equal(
            ["correlation", "equalizedOdds", "meanScoreGap", "qwk"],
            once!["reasons"]!.AsArray().Select(reason => (string)reason!["measure"]!).Distinct().Order());
        Assert.All(once["reasons"]!.AsArray().Where(reason => (string)reason!["bound"]! == "tolerance"), reason =>
            Assert.Equal((string)reason!["measure"]! == "meanScoreGap" ? 0.2 : 0.01, (double)reason["tolerance"]!));
    }

    [Theory]
    [InlineData("""{ "preset": "fair" }""", "preset")]
    [InlineData("""{ "minimums": { "kappa": 0.5 } }""", "minimums/kappa")]
    [InlineData("""{ "minimums": { "qwk": 1.5 } }""", "minimums/qwk")]
    [InlineData("""{ "minGroupShare": 0.6 }""", "minGroupShare")]
    public async Task What_is_no_preset_and_no_minimum_is_refused_with_what_there_is(string policy, string field)
    {
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Put, "/v1/policy", policy);
        Assert.Equal(400, status);
        Assert.NotNull(problem!["errors"]![$"/{field}"]);
    }

    [Fact]
    public void The_page_of_evidence_names_every_provision_and_promises_nothing()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Folder, "src", "ScoringFairness.Service", "docs", "evidence.md"));
        Assert.All(EvidenceMap.All, one => Assert.Contains(
            one.Provision[(one.Provision.LastIndexOf("), ", StringComparison.Ordinal) + 1)..].Trim(' ', ','), page,
            StringComparison.Ordinal));
        Assert.DoesNotContain("compliant", page, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<JsonNode> EvaluateAsync(string query, IEnumerable<(string Group, int Human, int Machine)>? rows = null)
    {
        var (status, report) = await service.Http.SendAsync(HttpMethod.Post, Evaluation + query, rows is null ? RatedTwice : Csv(rows), "text/csv");
        Assert.True(status == 200, report?.ToJsonString());
        return report!;
    }

    private Task<string> PageAsync(string query) => service.Http.PageAsync(Evaluation + query, RatedTwice);

    private static string Csv(IEnumerable<(string Group, int Human, int Machine)> rows) => "student,group,humanScore,machineScore\n"
        + string.Concat(rows.Index().Select(row => string.Create(CultureInfo.InvariantCulture,
            $"s{row.Index},{row.Item.Group},{row.Item.Human},{row.Item.Machine}\n")));

    private static string RatedTwice { get; } = "student,group,humanScore,humanScore2,machineScore\n" + string.Concat(Enumerable.Range(0, 300).Select(at =>
        string.Create(CultureInfo.InvariantCulture, $"s{at},{(at % 2 == 0 ? "male" : "female")},{at / 2 % 4},"
            + $"{(at % 5 == 0 ? at / 3 : at / 2) % 4},{(at % 7 == 0 ? at / 3 : at / 2) % 4}\n")));

    private static (string?, double?) Bounds(JsonNode report, string measure) => report["measures"]!.AsArray()
        .Where(row => (string)row!["measure"]! == measure && row["tolerance"] is not null)
        .Select(row => ((string?)row!["bound"], (double?)row["tolerance"])).Distinct().Single();

    private static double Number(JsonNode node, string map, string measure) => (double)node[map]![measure]!;
}
