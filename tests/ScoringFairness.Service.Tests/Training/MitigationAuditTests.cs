using System.Globalization;
using System.Text;
using ScoringFairness.Scoring;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Mitigated scorers beside their twins, over HTTP.</summary>
public sealed class MitigationAuditTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_each_arm_changed_and_cost_stands_in_rows_table_and_page()
    {
        await SendAsync("planted", PlantedGap.Make(900, 1));
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["planted"], "attribute": "gender", "folds": 2, "bootstrap": 200,
              "scorers": [ { "kind": "linear" }, { "kind": "linear", "mitigation": "balanced" }, { "kind": "linear", "mitigation": "reweighed" },
                { "kind": "linear", "mitigation": "penalised", "strength": 100, "name": "evened" } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var id = (string)audit["auditId"]!;
        var report = await service.Http.ReadAsync($"/v1/audits/{id}/report");
        Assert.Equal(
            [null, """{"arm":"balanced","strength":null,"twin":"linear","groupMembership":"training"}""",
                """{"arm":"reweighed","strength":null,"twin":"linear","groupMembership":"training"}""",
                """{"arm":"penalised","strength":100,"twin":"linear","groupMembership":"training"}"""],
            report["audit"]!["request"]!["scorers"]!.AsArray().Select(scorer => scorer!["mitigation"]?.ToJsonString()));
        var rows = report["measures"]!.AsArray().Select(row => row!).ToList();
        var gap = Value("conditionalMeanScoreDifference", "linear", null);
        Assert.True(gap > 0.3, $"planted {gap}");
        foreach (var (scorer, least, most) in new[] { ("linear-balanced", 0.5, 1.2), ("linear-reweighed", -0.35, 0.35), ("evened", -0.35, 0.35) })
        {
            Assert.InRange(Value("conditionalMeanScoreDifference", scorer, null) / gap, least, most);
            string[] told = ["accuracyDifference", "meanScoreGapChange", "equalizedOdds", "conditionalMeanScoreDifference", "qwk"];
            foreach (var measure in told)
            {
                var change = Value(measure, scorer, measure);
                Assert.Equal(Value(measure, scorer, null) - Value(measure, "linear", null), change, 1e-9);
            }
        }
        Assert.Equal(15, rows.Count(row => (string)row["measure"]! == "mitigationEffect"));
        Assert.Equal(15, (await service.Http.ReadAsync($"/v1/audits/{id}/measures?measure=mitigationEffect"))["items"]!.AsArray().Count);

        var csv = (await service.Http.GetStringAsync($"/v1/audits/{id}/report.csv", Cancellation)).Split('\n');
        Assert.EndsWith(",ofMeasure,direction", csv[0].TrimEnd(), StringComparison.Ordinal);
        var effects = csv.Where(line => line.StartsWith("mitigationEffect,", StringComparison.Ordinal));
        Assert.Equal(3, effects.Count(line => line.TrimEnd().EndsWith(",qwk,", StringComparison.Ordinal)));
        var page = await service.Http.GetStringAsync($"/v1/audits/{id}/report.html", Cancellation);
        Assert.Matches(
            "Of the mitigations, '(evened|linear-reweighed)' leaves the narrowest gap of male − female at equal human score",
            System.Net.WebUtility.HtmlDecode(page));
        var section = page[page.IndexOf("<section id=\"remedies\"", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("</section>", StringComparison.Ordinal)];
        Assert.Contains("yes: the squared gap at equal human score is part of the loss", section, StringComparison.Ordinal);
        Assert.Contains("narrower than its twin", section, StringComparison.Ordinal);
        Assert.Contains("Gap at equal human score, points by quadratic weighted kappa", section, StringComparison.Ordinal);
        Assert.Contains("is told a group when it scores", section, StringComparison.Ordinal);

        double Value(string measure, string scorer, string? ofMeasure) => (double)rows.Single(row =>
            (string)row["measure"]! == (ofMeasure is null ? measure : "mitigationEffect") && (string)row["scorer"]! == scorer
            && (string?)row["ofMeasure"] == ofMeasure && (string?)row["split"] == "mixed" && row["level"] is null && row["group"] is null
            && (string?)row["form"] != "expected" && (measure != "equalizedOdds" || ((string?)row["basis"], (string?)row["aggregation"]) == ("level", "mean")))
            ["value"]!;
    }

    [Fact]
    public async Task A_bert_stands_beside_the_twin_that_has_its_options()
    {
        await SendAsync("network", PlantedGap.Make(150, 6));
        const string Bert = "\"kind\": \"bert\", \"checkpoint\": \"scratch:tiny\", \"epochs\": 1, \"maxTokens\": 32";
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            $$"""
            { "items": ["network"], "attribute": "gender", "folds": 2,
              "scorers": [ { {{Bert}} }, { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 2, "maxTokens": 32, "mitigation": "balanced" } ] }
            """);
        Assert.Equal(400, status);
        Assert.Contains("has no twin", problem!["errors"]!["/scorers/1"]!.ToJsonString(), StringComparison.Ordinal);
        var audit = await service.Http.AuditAsync(
            $$"""
            { "items": ["network"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { {{Bert}} }, { {{Bert}}, "mitigation": "reweighed" }, { {{Bert}}, "mitigation": "penalised", "strength": 3 } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var rows = (await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/measures?measure=mitigationEffect"))["items"]!.AsArray();
        Assert.Equal(["bert-penalised-3", "bert-reweighed"], rows.Select(row => (string)row!["scorer"]!).Distinct().Order());
        Assert.All(rows, row => Assert.Equal("bert", (string)row!["comparedWith"]!));
        Assert.All(rows.Where(row => (string)row!["ofMeasure"]! == "conditionalMeanScoreDifference"), row => Assert.NotEqual(0, (double)row!["value"]!));
    }

    [Fact]
    public async Task An_audit_without_a_mitigation_has_nothing_of_it()
    {
        await SendAsync("plain", PlantedGap.Make(120, 2));
        var audit = await service.Http.AuditAsync(
            """{ "items": ["plain"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""");
        var report = await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report");
        Assert.All(report["measures"]!.AsArray(), row => Assert.Null(row!["ofMeasure"]));
        var page = await service.Http.GetStringAsync($"/v1/audits/{audit["auditId"]}/report.html", Cancellation);
        Assert.DoesNotContain("remedies", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_refused_by_its_pointer()
    {
        await SendAsync("refused", PlantedGap.Make(120, 3));
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            """
            { "items": ["refused"], "attribute": "gender", "folds": 2, "scorers": [
              { "kind": "linear", "mitigation": "reweighed" },
              { "kind": "linear", "name": "a", "mitigation": "balanced", "strength": 2 },
              { "kind": "linear", "name": "b", "mitigation": "penalised", "strength": 0 },
              { "kind": "linear", "name": "c", "mitigation": "penalised", "splits": ["only:male"] },
              { "kind": "linear", "name": "d", "mitigation": "fairer" },
              { "kind": "chat", "name": "e", "mitigation": "balanced" } ] }
            """);
        Assert.Equal(400, status);
        Assert.Contains("has no twin", Said(0), StringComparison.Ordinal);
        Assert.Contains("strength belongs to mitigation penalised", Said(1), StringComparison.Ordinal);
        Assert.Contains("strength is 0; send more than 0", Said(2), StringComparison.Ordinal);
        Assert.Contains("trains on one group alone", Said(3), StringComparison.Ordinal);
        Assert.Contains("balanced, reweighed and penalised", Said(4), StringComparison.Ordinal);
        Assert.Contains("mitigation", Said(5), StringComparison.Ordinal);

        string Said(int scorer) => problem!["errors"]![$"/scorers/{scorer}"]!.ToJsonString();
    }

    [Fact]
    public async Task Repeated_students_and_several_items_have_means_over_items_and_of_all_responses()
    {
        await SendAsync("first", PlantedGap.Make(240, 4));
        await SendAsync("second", PlantedGap.Make(240, 5));
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["first", "second"], "attribute": "gender", "folds": 2, "bootstrap": 100, "repeats": 2,
              "scorers": [ { "kind": "linear", "splits": ["mixed", "mixedMatched"] },
                { "kind": "linear", "mitigation": "penalised", "splits": ["mixed", "mixedMatched"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var rows = (await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/measures?measure=mitigationEffect"))["items"]!.AsArray();
        Assert.Equal(2 * 4 * 5, rows.Count);
        Assert.All(rows, row => Assert.True(row!["value"] is not null && row["low"] is not null, row.ToJsonString()));
        Assert.Equal(["first", "items", "responses", "second"], rows.Select(row => (string?)row!["itemId"] ?? (string)row["over"]!).Distinct().Order());
    }

    /// <summary>Sends answers; a student of a number has answered each item.</summary>
    private async Task SendAsync(string item, List<LabelledText> answers)
    {
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender\n");
        foreach (var (at, answer) in answers.Index())
        {
            csv.AppendLine(CultureInfo.InvariantCulture, $"r{at},s{at},{answer.Text},{answer.Level},{(answer.Group == 0 ? "male" : "female")}");
        }
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
    }
}
