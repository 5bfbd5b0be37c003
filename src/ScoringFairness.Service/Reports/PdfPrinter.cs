using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace ScoringFairness.Service.Reports;

/// <summary>Prints pages as PDF with the Chromium of the machine, where there is one.</summary>
/// <param name="settings">Name the program; else the usual names are looked for.</param>
internal sealed class PdfPrinter(IOptions<ReportSettings> settings) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
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

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>Prints a page that needs nothing beside itself; one at a time.</summary>
    /// <returns>The document, or why there is none.</returns>
    public async Task<(byte[]? Document, string? Problem)> PrintAsync(string html, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        var folder = Directory.CreateTempSubdirectory("scoring-fairness-pdf-");
        try
        {
            var page = Path.Combine(folder.FullName, "report.html");
            var document = Path.Combine(folder.FullName, "report.pdf");
            await File.WriteAllTextAsync(page, html, cancellation);
            await RunAsync(page, document, Path.Combine(folder.FullName, "profile"), cancellation);
            return File.Exists(document)
                ? (await File.ReadAllBytesAsync(document, cancellation), null)
                : (null, $"Chromium ended without a document or took longer than {Patience.TotalSeconds} s; report.html prints from any browser.");
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

    private async Task RunAsync(string page, string document, string profile, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--no-pdf-header-footer", $"--user-data-dir={profile}", $"--print-to-pdf={document}",
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
