using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Reports;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>The report on paper: read back from the PDF, word by word and where each word stands.</summary>
public sealed partial class ReportOnPaperTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Scorer = "Engine \"4\" </style> \\ 50 %";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_has_its_number_and_header_and_no_table_is_cut()
    {
        // Four groups on a scale of nine scores: confusion tables of eleven columns, two side by side.
        var (document, html) = await PrintAsync(groups: 4, levels: 9);
        using var printed = document;
        var pages = document.GetPages().ToList();
        Assert.InRange(pages.Count, 4, 60);
        foreach (var page in pages)
        {
            Assert.Contains($"Page {page.Number} of {pages.Count}", Text(page), StringComparison.Ordinal);
            Assert.Contains($"Fairness of {Scorer}", Text(page), StringComparison.Ordinal);
            Assert.Contains("default", Text(page), StringComparison.Ordinal);
            Assert.All(page.GetWords(), word => Assert.InRange(word.BoundingBox.Right, 0, page.Width - 20));
        }
        // The whole document holds what stands in the last column of its tables, for every group.
        var whole = string.Join('\n', pages.Select(Text));
        for (var group = 0; group < 4; group++)
        {
            Assert.Contains($"group {group}, n 450", whole, StringComparison.Ordinal);
        }
        // So does the heading of each table's last column, as often as tables end with it; two letters f are one sign on paper, and read back as another.
        var words = pages.SelectMany(page => page.GetWords()).Select(word => word.Text).ToList();
        var last = Heads().Matches(html).Select(head => Columns().Matches(head.Value)[^1].Groups[1].Value)
            .Select(column => WebUtility.HtmlDecode(Tags().Replace(column, " ")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(column => column.Length > 0).GroupBy(column => column[^1][(column[^1].LastIndexOf('f') + 1)..]).ToList();
        Assert.True(last.Count > 5 && last.Sum(column => column.Count()) > 12, string.Join(", ", last.Select(column => column.Key)));
        Assert.All(last, column => Assert.True(
            words.Count(word => word.EndsWith(column.Key, StringComparison.Ordinal)) >= column.Count(),
            $"'{column.Key}' ends {column.Count()} tables, and not all on paper."));
        Assert.Contains("Details", whole, StringComparison.Ordinal);
        Assert.Contains("How to reproduce this", whole, StringComparison.Ordinal);
        foreach (var page in pages.Where(page => Text(page).Contains("H \\ M", StringComparison.Ordinal)))
        {
            // Each confusion table has its last column and its last row, both called all; the item's name is "all" too.
            Assert.InRange(Count(page, "all"), 2 * Count(page, "H"), 2 * Count(page, "H") + 1);
        }
    }

    [Fact]
    public async Task The_first_page_is_one_page_of_paper()
    {
        var (document, _) = await PrintAsync(groups: 2, levels: 5);
        using var printed = document;
        var first = Text(document.GetPage(1));
        Assert.Contains("What to do next", first, StringComparison.Ordinal);
        Assert.Contains("What it rests on", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Every answer on one axis", first, StringComparison.Ordinal);
        Assert.Contains("Every answer on one axis", Text(document.GetPage(2)), StringComparison.Ordinal);
    }

    private static int Count(Page page, string text) => page.GetWords().Count(word => word.Text == text);

    private static string Text(Page page) => string.Join(' ', page.GetWords().Select(word => word.Text));

    private async Task<(PdfDocument Document, string Html)> PrintAsync(int groups, int levels)
    {
        using var printer = new PdfPrinter(Options.Create(new ReportSettings()));
        Assert.SkipWhen(printer.Program is null, "There is no Chromium here.");
        var csv = new StringBuilder("scorer,group,humanScore,machineScore\n");
        for (var at = 0; at < 450 * groups; at++)
        {
            var human = at / groups % levels;
            var machine = Math.Clamp(human + (at % 7 == 0 ? 1 : at % 5 == 0 ? -1 : 0), 0, levels - 1);
            csv.Append(
                CultureInfo.InvariantCulture, $"\"{Scorer.Replace("\"", "\"\"", StringComparison.Ordinal)}\",group {at % groups},{human},{machine}\n");
        }
        var html = await service.Http.PageAsync("/v1/evaluations?bootstrap=200&minCellSize=0", csv.ToString());
        var (pdf, problem) = await printer.PrintAsync(html, Cancellation);
        Assert.Null(problem);
        return (PdfDocument.Open(pdf!), html);
    }

    [GeneratedRegex("<thead>.*?</thead>", RegexOptions.Singleline)]
    private static partial Regex Heads();

    [GeneratedRegex("<th[^>]*>(.*?)</th>", RegexOptions.Singleline)]
    private static partial Regex Columns();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();
}
