using System.Globalization;
using ScoringFairness.Service.Tests.Reports;

namespace ScoringFairness.Service.Tests.Pages;

/// <summary>Two audits are compared where they ask the same of the same; else it is said why not.</summary>
public sealed class ComparisonTests(RunningService service) : IClassFixture<RunningService>
{
    private const int Responses = 400;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scorer_that_harms_a_group_less_is_better_and_more_is_worse()
    {
        var harmful = await AuditAsync("essay", "gender", harm: 2);
        var fair = await AuditAsync("essay", "gender", harm: 0);
        var words = await CompareAsync(harmful, fair);
        Assert.Contains(" better ", words, StringComparison.Ordinal);
        Assert.DoesNotContain(" worse ", words, StringComparison.Ordinal);
        words = await CompareAsync(fair, harmful);
        Assert.Contains(" worse ", words, StringComparison.Ordinal);
        Assert.DoesNotContain(" better ", words, StringComparison.Ordinal);
        words = await CompareAsync(fair, fair);
        Assert.Contains("no change shown", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_items_and_other_attributes_are_refused_in_words()
    {
        var first = await AuditAsync("first", "gender", harm: 1);
        var second = await AuditAsync("second", "region", harm: 1);
        var words = await CompareAsync(first, second);
        Assert.Contains("The two cannot be compared.", words, StringComparison.Ordinal);
        Assert.Contains("The first compares groups of gender, the second of region.", words, StringComparison.Ordinal);
        Assert.Contains("first in the first alone; second in the second alone;", words, StringComparison.Ordinal);
        Assert.DoesNotContain("no change shown", words, StringComparison.Ordinal);
    }

    private async Task<string> CompareAsync(string first, string second) => EvaluationPage.Text(
        await service.Http.GetStringAsync($"/compare?first={first}&second={second}", Cancellation));

    /// <summary>An audit of a vendor who takes a point from every so many responses of one group.</summary>
    private async Task<string> AuditAsync(string item, string attribute, int harm)
    {
        var rows = string.Concat(Enumerable.Range(0, Responses).Select(at => string.Create(
            CultureInfo.InvariantCulture, $"r{at},An answer of number {at}.,{1 + (at / 2 % 3)},{(at % 2 == 0 ? "a" : "b")}\n")));
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=4",
            $"responseId,text,humanScore,group.{attribute}\n{rows}", "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
        var scores = "responseId,score\n" + string.Concat(Enumerable.Range(0, Responses).Select(at => string.Create(
            CultureInfo.InvariantCulture,
            $"r{at},{1 + (at / 2 % 3) - (at % 2 == 1 && at / 2 % 4 < harm ? 1 : 0) + (at / 2 % 7 == 6 ? 1 : 0)}\n")));
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?scorer=vendor&item={item}", scores, "text/csv")).Status);
        var audit = await service.Http.AuditAsync(
            $$"""
            { "items": ["{{item}}"], "attribute": "{{attribute}}", "bootstrap": 200, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        return (string)audit["auditId"]!;
    }
}
