using System.Globalization;
using System.Text.RegularExpressions;
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
        // The earlier stands first, whichever was chosen first.
        Assert.Equal(Table(words), Table(await CompareAsync(fair, harmful)));
        var later = await AuditAsync("essay", "gender", harm: 2);
        words = await CompareAsync(later, fair);
        Assert.Contains(" worse ", words, StringComparison.Ordinal);
        Assert.DoesNotContain(" better ", words, StringComparison.Ordinal);
        // A difference of the same figures of the same responses is none, and no matter of chance.
        words = await CompareAsync(later, await AuditOfAsync("essay", "gender", "vendor"));
        Assert.Contains("Nothing changed: both were computed from the same responses, and every figure is the same.", words, StringComparison.Ordinal);
        Assert.DoesNotContain("no change shown", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_items_and_other_attributes_are_refused_in_words()
    {
        var first = await AuditAsync("first", "gender", harm: 1);
        var second = await AuditAsync("second", "region", harm: 1);
        var words = await CompareAsync(first, second);
        Assert.Contains("The two cannot be compared.", words, StringComparison.Ordinal);
        Assert.Contains("The earlier compares groups of gender, the later of region.", words, StringComparison.Ordinal);
        Assert.Contains("first in the earlier alone; second in the later alone;", words, StringComparison.Ordinal);
        Assert.DoesNotContain("no change shown", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_scorers_of_two_audits_or_of_one_are_set_beside_each_other()
    {
        var vendors = await AuditAsync("rivals", "gender", harm: 2);
        await ScoresAsync("rivals", "other", harm: 0);
        var others = await AuditOfAsync("rivals", "gender", "other");
        // Neither has the other's scorer, and each has but one.
        var words = await CompareAsync(vendors, others);
        Assert.Contains("vendor → other", words, StringComparison.Ordinal);
        Assert.Contains(" better ", words, StringComparison.Ordinal);

        var both = await AuditOfAsync("rivals", "gender", "vendor", "other");
        words = await CompareAsync($"{both}/vendor", $"{both}/other");
        Assert.Contains("vendor → other", words, StringComparison.Ordinal);
        Assert.Contains("pairing) is not taken into account", words, StringComparison.Ordinal);
        Assert.Contains(" better ", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Earlier", words, StringComparison.Ordinal);
        Assert.Contains(" worse ", await CompareAsync($"{both}/other", $"{both}/vendor"), StringComparison.Ordinal);
        Assert.Contains("vendor → other", await CompareAsync(vendors, $"{both}/other"), StringComparison.Ordinal);
        // Of every scorer that of the same name is meant.
        words = await CompareAsync(vendors, both);
        Assert.Contains("the same figure of the same responses", words, StringComparison.Ordinal);
        Assert.DoesNotContain("→ other", words, StringComparison.Ordinal);

        var form = await service.Http.GetStringAsync("/compare", Cancellation);
        Assert.Matches($"<option value=\"{both}\"[^>]*>[^<]*, [0-9]+ \\w+ [0-9]{{4}}, [0-9:]+ UTC: every scorer</option>", form);
        Assert.Matches($"<option value=\"{both}/other\"[^>]*>[^<]*UTC: other</option>", form);
        var chosen = Regex.Matches(form, "<option value=\"([^\"]*)\" selected").Select(one => one.Groups[1].Value).ToList();
        Assert.Equal(2, chosen.Count);
        Assert.NotEqual(chosen[0][..32], chosen[1][..32]);
        form = await service.Http.GetStringAsync($"/compare?second={vendors}", Cancellation);
        chosen = [.. Regex.Matches(form, "<option value=\"([^\"]*)\" selected").Select(one => one.Groups[1].Value)];
        Assert.Equal($"{vendors}/vendor", chosen[1]);
        Assert.NotEqual(chosen[0], chosen[1]);
    }

    [Fact]
    public async Task Agreement_with_the_human_stands_beside_the_three_questions_and_more_of_it_is_better()
    {
        var vendors = await AuditAsync("agreed", "gender|region", harm: 3);
        await ScoresAsync("agreed", "other", harm: 0);
        var words = await CompareAsync(vendors, await AuditOfAsync("agreed", "gender|region", "other"));
        Assert.Matches(@"agreement \(QWK\) vendor → other all groups \S+ 0?\.\d+.* \+0?\.\d+ \[\+0?\.\d+, \+0?\.\d+\] better", words);
        // Crossed attributes and groups are told in words.
        Assert.Contains("gender × region", words, StringComparison.Ordinal);
        Assert.Contains("a, x − b, y", words, StringComparison.Ordinal);
        Assert.DoesNotContain("a|x", words, StringComparison.Ordinal);
    }

    private static string Table(string words) => words[words.IndexOf("What changed", StringComparison.Ordinal)..];

    private async Task<string> CompareAsync(string first, string second) => EvaluationPage.Text(
        await service.Http.GetStringAsync($"/compare?first={first}&second={second}", Cancellation));

    /// <summary>An audit of a vendor who takes a point from every so many responses of one group.</summary>
    private async Task<string> AuditAsync(string item, string attribute, int harm)
    {
        var rows = string.Concat(Enumerable.Range(0, Responses).Select(at => string.Create(
            CultureInfo.InvariantCulture, $"r{at},An answer of number {at}.,{1 + (at / 2 % 3)},{(at % 2 == 0 ? "a,x" : "b,y")}\n")));
        var columns = string.Join(",", attribute.Split('|').Append("unused").Take(2).Select(name => $"group.{name}"));
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=4",
            $"responseId,text,humanScore,{columns}\n{rows}", "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
        await ScoresAsync(item, "vendor", harm);
        return await AuditOfAsync(item, attribute, "vendor");
    }

    /// <summary>What a machine scores that takes a point from every so many responses of one group.</summary>
    private async Task ScoresAsync(string item, string scorer, int harm)
    {
        var scores = "responseId,score\n" + string.Concat(Enumerable.Range(0, Responses).Select(at => string.Create(
            CultureInfo.InvariantCulture,
            $"r{at},{1 + (at / 2 % 3) - (at % 2 == 1 && at / 2 % 4 < harm ? 1 : 0) + (at / 2 % 7 == 6 ? 1 : 0)}\n")));
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?scorer={scorer}&item={item}", scores, "text/csv")).Status);
    }

    private async Task<string> AuditOfAsync(string item, string attribute, params string[] scorers)
    {
        var audit = await service.Http.AuditAsync(
            $$"""
            { "items": ["{{item}}"], "attribute": [{{string.Join(", ", attribute.Split('|').Select(name => $"\"{name}\""))}}], "bootstrap": 200,
              "scorers": [ {{string.Join(", ", scorers.Select(scorer => $$"""{ "kind": "external", "scorer": "{{scorer}}" }"""))}} ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        return (string)audit["auditId"]!;
    }
}
