using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace ScoringFairness.Service.Reports;

/// <summary>Prints pages as PDF, and plots as PNG, with the Chromium of the machine, where there is one.</summary>
/// <param name="settings">Name the program; else the usual names are looked for.</param>
internal sealed class PdfPrinter(IOptions<ReportSettings> settings) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>What a picture may measure: Chromium draws into a surface of 16,384 pixels.</summary>
    private const int MostPixels = 16_000;

    /// <summary>Points that a window is higher than what is drawn in it: its frame, which Chromium leaves white below the page.</summary>
    private const int Frame = 200;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>The program; null where there is none.</summary>
    public string? Program { get; } = settings.Value.Chromium is { Length: > 0 } named
        ? File.Exists(named) ? named : null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Why nothing can be printed.</summary>
    public static string Missing =>
        "PDF is printed by Chromium, and there is none on this machine. Install it, or name it in the setting Reports:Chromium; "
        + "report.html prints from any browser.";

    /// <summary>Why there are no pictures.</summary>
    public static string NoPictures =>
        "A plot is drawn as PNG by Chromium, and there is none on this machine. Install it, or name it in the setting Reports:Chromium; "
        + "report.svg is the same plot.";

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>Prints a page that needs nothing beside itself; one at a time.</summary>
    /// <returns>The document, or why there is none.</returns>
    public async Task<(byte[]? Document, string? Problem)> PrintAsync(string html, CancellationToken cancellation) =>
        await MakeAsync(
            html, "report.pdf", document => ["--no-pdf-header-footer", $"--print-to-pdf={document}"], "report.html prints from any browser", cancellation);

    /// <summary>Draws an SVG that needs nothing beside itself, two pixels a point where that is not too large.</summary>
    /// <param name="svg">The drawing.</param>
    /// <param name="width">Its width in points.</param>
    /// <param name="height">Its height in points.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The PNG, or why there is none.</returns>
    public async Task<(byte[]? Picture, string? Problem)> DrawAsync(string svg, int width, int height, CancellationToken cancellation)
    {
        var longest = Math.Max(width, height + Frame);
        if (longest > MostPixels)
        {
            return (null, $"The plot is {height} points high, and a PNG has {MostPixels - Frame} at most; report.svg has all of it.");
        }
        var scale = 2 * longest <= MostPixels ? 2 : 1;
        var (picture, problem) = await MakeAsync(
            $"<!DOCTYPE html><meta charset=\"utf-8\"><style>body{{margin:0}}svg{{display:block}}</style>{svg}",
            // By its name Chromium knows what kind of picture it is to be.
            "plot.png",
            document => [$"--screenshot={document}", $"--window-size={width},{height + Frame}", $"--force-device-scale-factor={scale}", "--hide-scrollbars"],
            "report.svg is the same plot", cancellation);
        return (picture is null ? null : PngTop.Of(picture, scale * height), problem);
    }

    private async Task<(byte[]? Document, string? Problem)> MakeAsync(
        string html, string name, Func<string, string[]> asked, string instead, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        var folder = Directory.CreateTempSubdirectory("scoring-fairness-pdf-");
        try
        {
            var page = Path.Combine(folder.FullName, "report.html");
            var document = Path.Combine(folder.FullName, name);
            await File.WriteAllTextAsync(page, html, cancellation);
            await RunAsync(page, asked(document), Path.Combine(folder.FullName, "profile"), cancellation);
            return File.Exists(document)
                ? (await File.ReadAllBytesAsync(document, cancellation), null)
                : (null, $"Chromium ended without a document or took longer than {Patience.TotalSeconds} s; {instead}.");
        }
        catch (Win32Exception exception)
        {
            return (null, $"Chromium does not start: {exception.Message}");
        }
        finally
        {
            _one.Release();
            folder.Delete(recursive: true);
        }
    }

    private async Task RunAsync(string page, string[] asked, string profile, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", $"--user-data-dir={profile}", .. asked,
            // Chromium's sandbox does not work as root.
            .. Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>(),
            new Uri(page).AbsoluteUri,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            var output = Task.WhenAll(process.StandardError.ReadToEndAsync(limit.Token), process.StandardOutput.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
