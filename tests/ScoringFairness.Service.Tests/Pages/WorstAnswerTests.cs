using System.Globalization;
using System.Net;
using ScoringFairness.Service.Tests.Reports;

namespace ScoringFairness.Service.Tests.Pages;

/// <summary>The marks in the list of audits are the worst answers, and it is said whose they are; what is looked for is what they show.</summary>
public sealed class WorstAnswerTests(RunningService service) : IClassFixture<RunningService>
{
    private const int Responses = 900;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_scorer_beyond_the_tolerance_marks_the_audit_and_only_audits_without_one_are_within()
    {
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=marks&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(Responses, levels: 3), "text/csv");
        await ScoresAsync("fair", (human, _) => human);
        await ScoresAsync("harsh", (human, isMale) => isMale ? human : Math.Max(0, human - 1));
        var (fair, both) = (await AuditAsync("fair"), await AuditAsync("fair", "harsh"));

        Assert.Equal([fair], await FoundAsync("verdict=within"));
        Assert.Equal([both], await FoundAsync("verdict=exceeds"));
        Assert.Equal([both], await FoundAsync("verdict=exceeds&question=bias"));
        Assert.Empty(await FoundAsync("verdict=inconclusive"));
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Get, "/v1/audits?verdict=within&question=luck");
        Assert.Equal(400, status);
        Assert.Contains("bias", problem!.ToJsonString(), StringComparison.Ordinal);

        var list = WebUtility.HtmlDecode(await service.Http.GetStringAsync("/?verdict=exceeds&question=bias", Cancellation));
        Assert.Contains(
            "each mark is the worst answer over an audit's scorers, training splits and groups", EvaluationPage.Text(list), StringComparison.Ordinal);
        Assert.Contains("title=\"Bias: beyond tolerance, harsh\"", list, StringComparison.Ordinal);
        Assert.Contains("<small>Bias: harsh</small>", list, StringComparison.Ordinal);
        Assert.DoesNotContain(fair, list, StringComparison.Ordinal);
        list = WebUtility.HtmlDecode(await service.Http.GetStringAsync("/?verdict=within", Cancellation));
        Assert.Contains("title=\"Bias: within tolerance, fair\"", list, StringComparison.Ordinal);
        Assert.DoesNotContain(both, list, StringComparison.Ordinal);
        // Of one scorer there is nobody else whom the answer could be about.
        Assert.DoesNotContain("<small>Bias:", list, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string>> FoundAsync(string query) => (await service.Http.ReadAsync($"/v1/audits?item=marks&{query}"))["items"]!.AsArray()
        .Select(one => (string)one!["auditId"]!);

    private async Task ScoresAsync(string scorer, Func<int, bool, int> score)
    {
        var rows = string.Concat(Enumerable.Range(0, Responses).Select(at => string.Create(
            CultureInfo.InvariantCulture, $"r{at},{score(at / 2 % 3, at % 2 == 0)}\n")));
        var path = $"/v1/scores?scorer={scorer}&item=marks";
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Post, path, "responseId,score\n" + rows, "text/csv")).Status);
    }

    private async Task<string> AuditAsync(params string[] scorers)
    {
        var kinds = string.Join(", ", scorers.Select(scorer => $$"""{ "kind": "external", "scorer": "{{scorer}}" }"""));
        var audit = await service.Http.AuditAsync(
            $$"""{ "items": ["marks"], "attribute": "gender", "bootstrap": 200, "scorers": [ {{kinds}} ] }""");
        return (string)audit["auditId"]!;
    }
}
