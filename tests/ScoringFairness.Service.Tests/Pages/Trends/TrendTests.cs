using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ScoringFairness.Service.Tests.Reports;

namespace ScoringFairness.Service.Tests.Pages.Trends;

/// <summary>A scorer's figures over audits that may stand side by side, and of no others.</summary>
public sealed class TrendTests(RunningService service) : IClassFixture<RunningService>
{
    private const int Responses = 120;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Audits_of_the_same_items_and_groups_are_one_trend_with_the_figures_of_their_reports_and_what_changed()
    {
        var first = await AuditAsync("essay", harm: 0, """ "bootstrap": 100, "tolerances": { "accuracyDifference": 0.05 } """, small: 0);
        var second = await AuditAsync("essay", harm: 3, """ "bootstrap": 200, "tolerances": { "accuracyDifference": 0.08 } """, small: 0);
        var other = await AuditAsync("other", harm: 3, """ "bootstrap": 100 """, small: 0);
        Assert.Contains("vendor sex essay 2 ", await TextAsync("/trends"), StringComparison.Ordinal);
        Assert.Contains("No scorer was audited twice", await TextAsync("/trends?schedule=none"), StringComparison.Ordinal);

        var html = await service.Http.GetStringAsync($"/trends?audit={first}&scorer=vendor", Cancellation);
        Assert.Contains($"/audits/{second}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(other, html, StringComparison.Ordinal);
        var words = EvaluationPage.Text(html);
        foreach (var audit in (string[])[first, second])
        {
            foreach (var answer in (await service.Http.ReadAsync($"/v1/audits/{audit}/report"))["summary"]!.AsArray())
            {
                Assert.Contains($"{Number(answer!, "value")} [{Number(answer!, "low")}, {Number(answer!, "high")}]", words, StringComparison.Ordinal);
            }
        }
        Assert.Contains("bootstrap: 100 → 200", words, StringComparison.Ordinal);
        Assert.Contains("tolerances.accuracyDifference: 0.05 → 0.08", words, StringComparison.Ordinal);
        Assert.DoesNotContain("version of the program", words, StringComparison.Ordinal);

        // The audit that stands alone, and one that there is not.
        Assert.Contains("There is one audit of this scorer", await TextAsync($"/trends?audit={other}"), StringComparison.Ordinal);
        using var missing = await service.Http.GetAsync("/trends?audit=none", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_number_that_the_report_does_not_tell_is_not_told_by_the_trend()
    {
        var audit = await AuditAsync("small", harm: 1, """ "bootstrap": 100, "minGroupSize": 2 """, small: 6);
        var answers = (await service.Http.ReadAsync($"/v1/audits/{audit}/report"))["summary"]!.AsArray();
        Assert.Contains(answers, answer => (string)answer!["contrast"]! == "a-c" && answer["n"] is null);
        var words = await TextAsync($"/trends?audit={audit}");
        var row = words[words.IndexOf("a − c", words.IndexOf("Figures", StringComparison.Ordinal), StringComparison.Ordinal)..];
        Assert.DoesNotContain((Responses / 2 + 6).ToString(CultureInfo.InvariantCulture), row, StringComparison.Ordinal);
        Assert.DoesNotContain((Responses + 6).ToString(CultureInfo.InvariantCulture), row, StringComparison.Ordinal);
    }

    private static string Number(JsonNode answer, string field)
    {
        var signed = (string)answer["measure"]! != "equalizedOdds";
        return ((double)answer[field]!).ToString(signed ? "+0.000;−0.000;0.000" : "0.000", CultureInfo.InvariantCulture);
    }

    private async Task<string> TextAsync(string path) => EvaluationPage.Text(await service.Http.GetStringAsync(path, Cancellation));

    /// <summary>An audit of a vendor who takes a point from some responses of one group; some further responses are of a small one.</summary>
    private async Task<string> AuditAsync(string item, int harm, string options, int small)
    {
        var numbers = Enumerable.Range(0, Responses + small).ToList();
        var rows = string.Concat(numbers.Select(at => string.Create(
            CultureInfo.InvariantCulture, $"r{at},An answer of number {at}.,{1 + at / 2 % 3},{(at >= Responses ? "c" : at % 2 == 0 ? "a" : "b")}\n")));
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=4", $"responseId,text,humanScore,group.sex\n{rows}", "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
        var scores = "responseId,score\n" + string.Concat(numbers.Select(at => string.Create(
            CultureInfo.InvariantCulture, $"r{at},{1 + at / 2 % 3 - (at % 2 == 1 && at / 2 % 4 < harm ? 1 : 0) + (at / 2 % 7 == 6 ? 1 : 0)}\n")));
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?scorer=vendor&item={item}", scores, "text/csv")).Status);
        var audit = await service.Http.AuditAsync(
            $$"""{ "items": ["{{item}}"], "attribute": "sex", {{options}}, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        return (string)audit["auditId"]!;
    }
}
