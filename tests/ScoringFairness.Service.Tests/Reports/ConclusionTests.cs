using System.Net;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>The sentence that a report begins with says whom it is about.</summary>
public sealed class ConclusionTests(RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData("mixed", @"^linear: ")]
    [InlineData("mixed\",\"only:male", @"^linear, mixed: ")]
    public async Task The_conclusion_names_the_scorer_and_its_split_where_it_has_several(string splits, string begins)
    {
        var item = $"named-{splits.Length}";
        await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(240), "text/csv");
        var audit = await service.Http.AuditAsync(
            $$"""
            { "items": ["{{item}}"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ { "kind": "linear", "splits": ["{{splits}}"] } ] }
            """);
        var html = WebUtility.HtmlDecode(await service.Http.GetStringAsync(
            $"/v1/audits/{audit["auditId"]}/report.html", TestContext.Current.CancellationToken));
        Assert.Matches(begins, Regex.Match(html, "class=\"lead\">([^<]*)<").Groups[1].Value);
    }
}
