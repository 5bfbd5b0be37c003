using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>The second page of a report: each question on one axis, the worst group first; then details behind headings.</summary>
public sealed class SecondPageTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Query = "/v1/evaluations?bootstrap=200&reference=middle&scaleMin=0&scaleMax=5";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_question_has_one_plot_of_all_items_and_groups_and_the_worst_group_stands_first()
    {
        var html = await PageAsync();
        var section = html[html.IndexOf("id=\"contrasts\"", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("</section>", StringComparison.Ordinal)];
        var plots = section.Split("<table class=\"forest plot\">").Skip(1).ToList();
        Assert.Equal(3, plots.Count);
        Assert.All(plots, plot =>
        {
            Assert.StartsWith("middle − robbed", First(plot), StringComparison.Ordinal);
            // All responses, the mean over items and two items, for each of two contrasts that have figures.
            Assert.Equal(8, Regex.Count(plot, "scope=\"row\""));
        });

        static string First(string plot) => WebUtility.HtmlDecode(Regex.Match(plot, "scope=\"row\"[^>]*>([^<]*)<").Groups[1].Value);
    }

    [Fact]
    public async Task The_two_groups_that_lie_furthest_apart_are_told_though_neither_is_the_reference()
    {
        var (_, report) = await service.Http.SendAsync(HttpMethod.Post, Query, Csv(), "text/csv");
        double Change(string focal) => (double)report!["measures"]!.AsArray().Single(row => (string)row!["measure"]! == "meanScoreGapChange"
            && (string?)row["over"] == "responses" && (string)row["contrast"]! == "middle-" + focal && row["comparedWith"] is null)!["value"]!;
        var expected = Change("robbed") - Change("gifted");
        Assert.True(Math.Abs(expected) > Math.Max(Math.Abs(Change("robbed")), Math.Abs(Change("gifted"))));
        var text = EvaluationPage.Text(await PageAsync());
        var pair = Regex.Match(text, @"of 3 pairs of groups gifted and robbed lie furthest apart, ([+−][\d.]+) \(gifted − robbed\)");
        Assert.True(pair.Success, text);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"+{expected:0.000} (gifted − robbed)"), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_without_figures_takes_one_line_for_all_questions_and_each_remark_stands_once()
    {
        var html = await PageAsync();
        var section = html[html.IndexOf("id=\"contrasts\"", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("</section>", StringComparison.Ordinal)];
        Assert.Equal(1, Regex.Count(WebUtility.HtmlDecode(section), "middle − few, All responses"));
        Assert.Contains("fewer responses than the 30 asked for", section, StringComparison.Ordinal);
        var remarks = Regex.Matches(html[html.IndexOf("id=\"remarks\"", StringComparison.Ordinal)..], "<li id=\"remark-\\d+\">([^<]*)</li>")
            .Select(remark => remark.Groups[1].Value).ToList();
        Assert.NotEmpty(remarks);
        Assert.Equal(remarks.Distinct(), remarks);
        Assert.All(
            Regex.Matches(html, "href=\"#(remark-\\d+)\"").Select(link => link.Groups[1].Value).Distinct(),
            link => Assert.Contains($"id=\"{link}\"", html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rates_at_each_score_are_told_in_words()
    {
        var text = EvaluationPage.Text(await PageAsync());
        Assert.Matches(@"Of responses that humans gave 3, middle got 3 in 100\.0 %, gifted in [\d.]+ % and robbed in [\d.]+ %\.", text);
    }

    [Theory]
    [InlineData("", "over all items, scorers and splits of the same measure and groups", "; p is not adjusted for how many groups there are.",
        "its p does not account for that choice, alone or after Holm's adjustment.")]
    [InlineData("&adjustOverGroups=true", "over all items, scorers, splits and groups of the same measure", "The worst group stands first.",
        "Holm's adjustment accounts for that choice, the p of a comparison alone does not.")]
    public async Task What_p_values_are_adjusted_for_is_said_as_it_is(string query, string family, string ofGroups, string ofTheGravest)
    {
        var text = EvaluationPage.Text(await service.Http.PageAsync(Query + query, Csv()));
        Assert.Equal(2, Regex.Count(text, Regex.Escape($"adjusted by Holm's method {family}; ")));
        Assert.Contains(ofGroups, text, StringComparison.Ordinal);
        Assert.Contains($"Of 3 contrasts each answer tells the gravest; {ofTheGravest}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, "rests on at least 12 responses; worst")]
    [InlineData(0, "rests on a response; worst")]
    public async Task The_method_says_how_many_responses_a_rate_of_the_odds_rests_on(int least, string words) => Assert.Contains(
        words, EvaluationPage.Text(await service.Http.PageAsync($"{Query}&minCellSize={least}", Csv())), StringComparison.Ordinal);

    [Fact]
    public async Task What_is_given_as_evidence_is_named_as_its_section_is()
    {
        var html = WebUtility.HtmlDecode(await PageAsync());
        var titles = Regex.Matches(html, "<a href=\"#([a-z]+)\">([^<]*)</a><br").Select(link => (Id: link.Groups[1].Value, Title: link.Groups[2].Value));
        Assert.Contains(("warnings", "Before you rely on the figures"), titles);
        Assert.All(titles.Where(title => title.Id is "warnings" or "answers" or "contrasts"), title => Assert.Matches(
            $"id=\"{title.Id}-title\">{title.Title}\\b", html));
    }

    private Task<string> PageAsync() => service.Http.PageAsync(Query, Csv());

    /// <summary>Two items; of the scores 1 to 4 the robbed lose a point in half of their responses, the gifted gain one in a third.</summary>
    private static string Csv()
    {
        var csv = new StringBuilder("itemId,group,humanScore,machineScore\n");
        foreach (var (group, n) in new[] { ("middle", 600), ("gifted", 240), ("robbed", 240), ("few", 24) })
        {
            for (var at = 0; at < n; at++)
            {
                var human = 1 + at / 2 % 4;
                var machine = human + (group == "robbed" && at / 8 % 2 == 0 ? -1 : group == "gifted" && at / 8 % 3 == 0 ? 1 : 0);
                csv.Append(CultureInfo.InvariantCulture, $"item {at % 2},{group},{human},{machine}\n");
            }
        }
        return csv.ToString();
    }
}
