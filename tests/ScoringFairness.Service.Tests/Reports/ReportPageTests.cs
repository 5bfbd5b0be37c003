using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>The report as a page, in JSON and as PDF.</summary>
public sealed partial class ReportPageTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Query = "/v1/evaluations?bootstrap=200&studentId=student&reference=male";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_is_the_one_that_was_approved()
    {
        var html = Version().Replace(await service.Http.PageAsync(Query, Scores()), "ScoringFairness VERSION");
        var folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Approved");
        var (approved, received) = (Path.Combine(folder, "report.html"), Path.Combine(folder, "report.received.html"));
        if (File.Exists(approved) && await File.ReadAllTextAsync(approved, Cancellation) == html)
        {
            File.Delete(received);
            return;
        }
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(received, html, Cancellation);
        Assert.Fail($"The page differs from {approved}. Look at {received} in a browser; if it is as it should be, move it over the approved file.");
    }

    [Fact]
    public async Task The_page_needs_nothing_beside_itself()
    {
        var html = await service.Http.PageAsync(Query, Scores());
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"(src|href)=""(https?:)?//", html);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_are_markup_are_shown_as_text()
    {
        var html = await service.Http.PageAsync(Query, Scores().Replace("q1", "<script>alert(1)</script>", StringComparison.Ordinal));
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_count_every_response_and_give_the_mean_at_each_human_score()
    {
        var (status, report) = await service.Http.SendAsync(HttpMethod.Post, Query + "&minCellSize=0", Scores(), "text/csv");
        Assert.Equal(200, status);
        var table = report!["tables"]!.AsArray().Single(table => table!["itemId"] is not null && (string)table["itemId"]! == "q1")!;
        var male = table["groups"]![0]!;
        Assert.Equal("male", (string)male["group"]!);
        var rows = Rows().Where(row => row.Item == "q1" && row.Group == "male").ToList();
        for (var human = 0; human < 3; human++)
        {
            for (var machine = 0; machine < 3; machine++)
            {
                Assert.Equal(rows.Count(row => row.Human == human && row.Machine == machine), (int)male["counts"]![human]![machine]!);
            }
            Assert.Equal(rows.Where(row => row.Human == human).Average(row => row.Machine), (double)male["means"]![human]!["mean"]!, 1e-12);
        }
    }

    [Fact]
    public async Task Small_counts_are_suppressed_in_page_and_json_alike()
    {
        var (_, report) = await service.Http.SendAsync(HttpMethod.Post, Query + "&minCellSize=12", Scores(), "text/csv");
        var counts = report!["tables"]!.AsArray().SelectMany(table => table!["groups"]!.AsArray()).SelectMany(group => group!["counts"]!.AsArray())
            .SelectMany(row => row!.AsArray()).ToList();
        Assert.Contains(counts, count => count is null);
        Assert.All(counts, count => Assert.True(count is null || (long)count is 0 or >= 12));
        Assert.Contains("<td class=\"s\">s</td>", await service.Http.PageAsync(Query + "&minCellSize=12", Scores()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_undefined_figure_has_its_reason_in_a_remark()
    {
        var html = await service.Http.PageAsync(Query + "&minGroupSize=1000", Scores());
        Assert.Contains("class=\"small quiet undefined-line\"", html, StringComparison.Ordinal);
        Assert.Contains("fewer responses than the 1000 asked for", html, StringComparison.Ordinal);
        Assert.DoesNotContain("no recorded reason", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"<span class=""u"">undefined</span></td>", html);
    }

    private static IEnumerable<(string Item, string Group, int Human, int Machine)> Rows() => Enumerable.Range(0, 320).Select(at =>
    {
        var (item, group, human) = ($"q{at % 2 + 1}", at / 2 % 2 == 0 ? "male" : "female", at / 4 % 3);
        return (item, group, human, Math.Clamp(human + (at * 7 % 11 < (group == "male" ? 2 : 4) ? (at % 3 == 0 ? 1 : -1) : 0), 0, 2));
    });

    private static string Scores() => "itemId,student,group,humanScore,machineScore\n" + string.Concat(Rows().Index().Select(row =>
        string.Create(CultureInfo.InvariantCulture, $"{row.Item.Item},s{row.Index},{row.Item.Group},{row.Item.Human},{row.Item.Machine}\n")));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"ScoringFairness \d[^<]*")]
    private static partial Regex Version();
}
