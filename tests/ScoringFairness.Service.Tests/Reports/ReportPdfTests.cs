using System.Text;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Reports;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>Printing by the machine's Chromium.</summary>
public sealed class ReportPdfTests
{
    [Fact]
    public async Task A_page_becomes_a_pdf()
    {
        using var printer = new PdfPrinter(Options.Create(new ReportSettings()));
        Assert.SkipWhen(printer.Program is null, "There is no Chromium here.");
        var (document, problem) = await printer.PrintAsync(
            "<!DOCTYPE html><title>x</title><p>Printed", TestContext.Current.CancellationToken);
        Assert.Null(problem);
        Assert.Equal("%PDF-", Encoding.ASCII.GetString(document!, 0, 5));
    }

    [Fact]
    public async Task Without_chromium_the_answer_is_501_with_the_reason()
    {
        await using var service = new RunningService { Settings = ["--Reports:Chromium=/nowhere/chromium"] };
        await service.InitializeAsync();
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Get, "/v1/audits/any/report.pdf");
        Assert.Equal(501, status);
        Assert.Contains("Reports:Chromium", (string)problem!["detail"]!, StringComparison.Ordinal);
    }
}
