using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>The first page of a report: what it comes to, its answers, its ground, and what to do next.</summary>
public sealed class FirstPageTests(RunningService service) : IClassFixture<RunningService>
{
    private const int Levels = 4;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scorer_that_takes_points_from_one_group_is_named_with_who_loses_and_is_not_to_be_deployed()
    {
        // Boys lose a point in half of their responses, which makes accuracies of 50 % and 100 %.
        var text = await PageAsync((group, human, at) => group == "boys" && human > 0 && at % 2 == 0 ? human - 1 : human);
        Assert.Contains("vendor: it goes beyond the tolerance in bias (against boys), disparity (against boys) and fairness", text, StringComparison.Ordinal);
        Assert.Contains("Against their human scores boys lose", text, StringComparison.Ordinal);
        Assert.Contains("girls keep their points.", text, StringComparison.Ordinal);
        Assert.Matches(@"Of responses that humans gave \d, boys got \d in [\d.]+ %, girls in 100\.0+ %\.", text);
        Assert.Contains("Do not deploy it without human review of the responses of boys", text, StringComparison.Ordinal);
        Assert.Contains("boys 400; girls 400", text, StringComparison.Ordinal);
        Assert.Contains("Fairness rests on the scores 0, 1, 2 and 3, all that there are.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scorer_that_gives_one_score_has_no_answer_and_that_stands_at_the_top()
    {
        var text = await PageAsync((_, _, _) => 2);
        Assert.Contains("vendor gives every response the same score: nothing can be said about bias, disparity or fairness", text, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(text, "Is there a difference\\? cannot be said"));
        Assert.Equal(3, Regex.Count(text, "points\\? ○ undefined"));
        Assert.DoesNotContain("get the human's score less often", text, StringComparison.Ordinal);
        Assert.Contains("Do not deploy it. Look for what makes it give one score", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scorer_that_does_to_all_as_humans_do_has_nothing_against_it()
    {
        var text = await PageAsync((_, human, _) => human);
        Assert.Contains(
            "vendor: it keeps within the tolerance in bias, disparity and fairness; it agrees with the human as well as the minimum asks.", text,
            StringComparison.Ordinal);
        Assert.Contains("Nothing here speaks against vendor for these groups and items. Repeat the audit", text, StringComparison.Ordinal);
        Assert.Contains("1.000 [1.000, 1.000]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Do not deploy", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_responses_come_with_how_many_more_would_settle_it()
    {
        var (status, report) = await service.Http.SendAsync(HttpMethod.Post, "/v1/evaluations?bootstrap=200", Csv(Noisy, perGroup: 60), "text/csv");
        Assert.Equal(200, status);
        var row = report!["measures"]!.AsArray().Single(row => (string)row!["measure"]! == "accuracyDifference" && (string)row["scorer"]! == "vendor")!;
        Assert.Equal("inconclusive", (string)row["verdict"]!);
        var more = (long)row["neededForWithin"]! - (long)row["n"]!;
        var text = await PageAsync(Noisy, perGroup: 60);
        var told = long.Parse(
            Regex.Match(text, @"Bias, boys − girls: about ([\d,]+) more responses would settle this").Groups[1].Value, NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture);
        Assert.InRange(told, more, more * 1.1);

        static int Noisy(string group, int human, int at) => at % 3 == 0 ? Math.Clamp(human + (at % 2 == 0 ? 1 : -1), 0, Levels - 1) : human;
    }

    [Fact]
    public async Task The_groups_of_crossed_attributes_are_told_in_words()
    {
        var csv = new StringBuilder("group,ses,humanScore,machineScore,scorer\n");
        for (var at = 0; at < 800; at++)
        {
            csv.Append(
                CultureInfo.InvariantCulture, $"{(at % 2 == 0 ? "boys" : "girls")},{(at / 2 % 2 == 0 ? "poor" : "rich")},{at / 4 % 4},{at / 5 % 4},vendor\n");
        }
        var text = await PageAsync(csv.ToString(), "&group=group,ses&reference=boys%7Cpoor");
        Assert.Contains("by group × ses: boys, poor 200; boys, rich 200", text, StringComparison.Ordinal);
        Assert.Contains("boys − girls (poor)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("boys|poor", BeforeRequest(text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_remarks_of_one_kind_are_one_line_that_opens()
    {
        var csv = new StringBuilder("itemId,group,humanScore,machineScore\n");
        for (var at = 0; at < 9600; at++)
        {
            // Girls lack a score on each of twelve items: the highest on even ones, the lowest on odd ones.
            var (item, group, human) = (at % 12, at / 12 % 2 == 0 ? "boys" : "girls", at / 24 % 4);
            var least = item % 2;
            csv.Append(CultureInfo.InvariantCulture, $"item {item:00},{group},{(group == "girls" ? Math.Clamp(human, least, least + 2) : human)},{human}\n");
        }
        var html = await HtmlAsync(csv.ToString(), "&reference=boys");
        var section = html[html.IndexOf("id=\"warnings\"", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("</section>", StringComparison.Ordinal)];
        Assert.Contains("<summary>", section, StringComparison.Ordinal);
        Assert.Contains("A group has no response at a human score: 2 remarks", section, StringComparison.Ordinal);
        Assert.Contains("item 00, item 02, item 04, item 06, item 08 and item 10: No response of group", section, StringComparison.Ordinal);
    }

    private static string BeforeRequest(string text) => text[..text.IndexOf("The request, every default", StringComparison.Ordinal)];

    private Task<string> PageAsync(Func<string, int, int, int> machine, int perGroup = 400) => PageAsync(Csv(machine, perGroup), "");

    private async Task<string> PageAsync(string csv, string query) =>
        EvaluationPage.Text(await HtmlAsync(csv, query)).Replace(" .", ".", StringComparison.Ordinal);

    private Task<string> HtmlAsync(string csv, string query) => service.Http.PageAsync("/v1/evaluations?bootstrap=200" + query, csv);

    private static string Csv(Func<string, int, int, int> machine, int perGroup)
    {
        var csv = new StringBuilder("group,humanScore,machineScore,scorer\n");
        foreach (var group in new[] { "boys", "girls" })
        {
            for (var at = 0; at < perGroup; at++)
            {
                var human = at / 2 % Levels;
                csv.Append(CultureInfo.InvariantCulture, $"{group},{human},{machine(group, human, at)},vendor\n");
            }
        }
        return csv.ToString();
    }
}
