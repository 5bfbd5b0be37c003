using System.Globalization;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Reports;
using UglyToad.PdfPig;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>The report of an audit of many training runs, on paper.</summary>
public sealed class ManyFitsOnPaperTests(RunningService service) : IClassFixture<RunningService>
{
    private const int Items = 6;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_of_144_training_runs_sums_them_up_and_is_no_book()
    {
        using var printer = new PdfPrinter(Options.Create(new ReportSettings()));
        Assert.SkipWhen(printer.Program is null, "There is no Chromium here.");
        var items = Enumerable.Range(0, Items).Select(at => string.Create(CultureInfo.InvariantCulture, $"essay-{at}")).ToList();
        foreach (var item in items)
        {
            await service.Http.SendAsync(
                HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", Texts.Csv(144, levels: 4), "text/csv");
        }
        var audit = await service.Http.AuditAsync($$"""
            { "items": ["{{string.Join("\", \"", items)}}"], "attribute": "gender", "folds": 3, "bootstrap": 100, "minGroupSize": 20,
              "scorers": [ { "kind": "linear" }, { "kind": "linear", "cuts": "spread", "name": "spread" } ] }
            """);
        var html = await service.Http.GetStringAsync($"/v1/audits/{audit["auditId"]}/report.html", Cancellation);
        Assert.Contains("144 training runs, 144 done.", html, StringComparison.Ordinal);
        var (pdf, problem) = await printer.PrintAsync(html, Cancellation);
        Assert.Null(problem);
        using var document = PdfDocument.Open(pdf!);
        Assert.InRange(document.NumberOfPages, 10, 75);
        // Columns side by side do not run into each other: no word begins within another on its line.
        Assert.All(document.GetPages(), page => Assert.All(
            page.GetWords().GroupBy(word => Math.Round(word.BoundingBox.Bottom, 1)),
            line => Assert.All(
                line.OrderBy(word => word.BoundingBox.Left).Zip(line.OrderBy(word => word.BoundingBox.Left).Skip(1)),
                pair => Assert.True(
                    pair.Second.BoundingBox.Left > pair.First.BoundingBox.Right - 2, $"{page.Number}: {pair.First.Text} {pair.Second.Text}"))));
        var words = string.Join(' ', document.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text));
        Assert.Contains("Training runs, summed up over items and folds", words, StringComparison.Ordinal);
        Assert.Matches(@"only:female 18 \d+–?\d* \d+", words);
        // Each item has its confusion tables, its agreement and its means there, each by its name.
        Assert.All(items, item => Assert.InRange(words.Split(' ').Count(word => word == item), 3, 1000));
        Assert.All(document.GetPages(), page => Assert.All(page.GetWords(), word => Assert.InRange(word.BoundingBox.Right, 0, page.Width - 20)));
    }
}
