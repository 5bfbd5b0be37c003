using System.Globalization;
using System.Net;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Tests.Reports;

namespace ScoringFairness.Service.Tests.Pages;

/// <summary>
/// The marks in the list of audits are those of the scorers that could go into use, as the report's first page has them, and it is said
/// whose they are; what is looked for is what they show.
/// </summary>
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
            "of each scorer as it could go into use (trained scorers on the split mixed)", EvaluationPage.Text(list), StringComparison.Ordinal);
        Assert.Contains("title=\"harsh: bias beyond tolerance (male-female)\"", list, StringComparison.Ordinal);
        Assert.Contains("title=\"fair: bias within tolerance\"", list, StringComparison.Ordinal);
        Assert.Contains("<span class=\"small quiet\">harsh</span>", list, StringComparison.Ordinal);
        Assert.DoesNotContain(fair, list, StringComparison.Ordinal);
        list = WebUtility.HtmlDecode(await service.Http.GetStringAsync("/?verdict=within", Cancellation));
        Assert.Contains("title=\"fair: bias within tolerance\"", list, StringComparison.Ordinal);
        Assert.DoesNotContain("QWK below the minimum\"", list, StringComparison.Ordinal);
        Assert.Contains($"<td>{Responses}</td>", list, StringComparison.Ordinal);
        Assert.DoesNotContain(both, list, StringComparison.Ordinal);
        // Of one scorer there is nobody else whom the answer could be about.
        Assert.DoesNotContain("<span class=\"small quiet\">fair", list, StringComparison.Ordinal);

        // A scorer that is wrong alike for all groups has a mark of its own.
        await ScoresAsync("blind", (human, _) => (human * 7 + 1) % 3);
        var blind = await AuditAsync("blind");
        list = WebUtility.HtmlDecode(await service.Http.GetStringAsync("/", Cancellation));
        Assert.Contains(blind, list, StringComparison.Ordinal);
        Assert.Contains("title=\"blind: QWK below the minimum\"", list, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_splits_that_nobody_would_use_have_no_mark_and_are_not_found()
    {
        QuestionVerdict[] said =
        [
            Said("bias", "exceeds", "only:male"), Said("bias", "inconclusive", "mixed"), Said(null, "met", "mixed"), Said(null, "notMet", "only:male"),
        ];
        var scorer = WorstAnswers.Of(said).Single();
        Assert.Equal([("bias", "inconclusive"), (null, "met")], scorer.Select(one => (one.Question, one.Verdict)));
        Assert.True(WorstAnswers.Fit(said, new VerdictFilter("inconclusive")));
        Assert.False(WorstAnswers.Fit(said, new VerdictFilter("exceeds")));
        // Where there is no other, they are what the report is about.
        Assert.True(WorstAnswers.Fit(said.Where(one => one.Split != "mixed"), new VerdictFilter("exceeds")));

        static QuestionVerdict Said(string? question, string verdict, string split) => new(question, verdict, "linear", split, "male-female", 100);
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
