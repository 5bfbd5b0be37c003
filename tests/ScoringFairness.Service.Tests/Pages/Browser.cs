using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ScoringFairness.Service.Tests.Pages;

/// <summary>The system's Chromium; tests that need it are skipped where there is none.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const float Patience = 120_000;
    private const string Screenshots = "SCORING_FAIRNESS_SCREENSHOTS";
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Widths with light or dark: each once, or, where pictures are wanted, every pair.</summary>
    public static IReadOnlyList<(int Width, bool IsDark)> Looks => Environment.GetEnvironmentVariable(Screenshots) is { Length: > 0 }
        ? [(1280, false), (1280, true), (375, false), (375, true)]
        : [(1280, false), (375, true)];

    public async ValueTask InitializeAsync()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (program is null)
        {
            return;
        }
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args =
            [
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                .. Environment.IsPrivilegedProcess ? (string[])["--no-sandbox"] : [],
            ],
        });
    }

    /// <summary>A page of the service; skips the test where there is no browser.</summary>
    public async Task<IPage> OpenAsync(Uri service, string path, int width = 1280, bool isDark = false)
    {
        Assert.SkipWhen(_browser is null, $"There is no Chromium here: none of {string.Join(", ", Names)} is on the PATH.");
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = service.AbsoluteUri,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        // A busy machine is slow, not wrong.
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Looks for what keeps people out; writes a picture where a folder for pictures is named.</summary>
    /// <returns>The violations that axe-core calls serious or critical.</returns>
    public static async Task<IReadOnlyList<string>> BarriersAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(Screenshots) is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
        var result = await page.RunAxe();
        return [.. result.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(Describe)];
    }

    /// <summary>Whether the page is wider than its window.</summary>
    public static Task<bool> OverflowsAsync(IPage page) =>
        page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
        _playwright?.Dispose();
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id} ({violation.Impact}): {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}";
}
