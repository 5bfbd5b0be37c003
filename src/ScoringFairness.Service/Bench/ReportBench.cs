using System.CommandLine;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Components.Web;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Reports;

namespace ScoringFairness.Service.Bench;

/// <summary><c>bench report</c>: how long the page of a large report takes to render, and how much it weighs.</summary>
internal static class ReportBench
{
    private const int Renderings = 7;

    public static Command Create()
    {
        var items = new Option<int>("--items") { Description = "Items (default 20).", DefaultValueFactory = _ => 20 };
        var groups = new Option<int>("--groups") { Description = "Groups (default 2).", DefaultValueFactory = _ => 2 };
        var file = new Option<FileInfo?>("--out") { Description = "Also write the page to this file." };
        var command = new Command("report", "Renders the report of items × 4 training splits with invented figures.") { items, groups, file };
        command.SetAction(async (parsed, cancellation) =>
        {
            await RunAsync(parsed.GetValue(items), parsed.GetValue(groups), parsed.GetValue(file), cancellation);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int items, int groups, FileInfo? file, CancellationToken cancellation)
    {
        var report = InventedReport.Of(items, groups, cancellation);
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var milliseconds = new List<double>();
        var page = "";
        for (var rendering = 0; rendering < Renderings; rendering++)
        {
            await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
            var clock = Stopwatch.StartNew();
            page = await new PageRenderer(renderer).RenderAsync<ReportPage>(nameof(ReportPage.View), new ReportView(report.Report, report.Fits));
            milliseconds.Add(clock.Elapsed.TotalMilliseconds);
        }
        if (file is not null)
        {
            await File.WriteAllTextAsync(file.FullName, page, cancellation);
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            medianMilliseconds = Math.Round(milliseconds.Order().ElementAt(Renderings / 2)),
            firstMilliseconds = Math.Round(milliseconds[0]),
            bytes = Encoding.UTF8.GetByteCount(page),
            items,
            splits = InventedReport.Splits.Count,
            groups,
            measures = report.Report.Measures.Count,
        }));
    }
}
