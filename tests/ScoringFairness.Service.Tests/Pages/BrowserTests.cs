using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ScoringFairness.Service.Tests.Pages;

/// <summary>The pages in a real browser: by keyboard alone, light and dark, wide and narrow.</summary>
[Collection(Alone)]
public sealed class BrowserTests(RunningService service, Browser browser) : IClassFixture<RunningService>, IClassFixture<Browser>
{
    private const string Alone = "alone";

    /// <summary>A browser needs the machine to itself; tests that train would starve it.</summary>
    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class WithoutOthers;

    private const string Scale = "createItems=true&scaleMin=0&scaleMax=2";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Uri Address => service.Http.BaseAddress!;

    [Fact]
    public async Task An_audit_is_started_by_keyboard_watched_to_its_end_and_its_report_opened()
    {
        var page = await browser.OpenAsync(Address, "/");
        await TabToAsync(page, "Upload");
        await page.Keyboard.PressAsync("Enter");
        await ArriveAsync(page, "/upload$");
        await page.SetInputFilesAsync("#file", new FilePayload
        {
            Name = "keys.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes(Texts.Csv(84, levels: 3)),
        });
        await TabToAsync(page, "Look at it");
        await page.Keyboard.PressAsync("Enter");
        await ArriveAsync(page, "/upload/[0-9a-f]{32}");
        Assert.Contains("All 84 rows can be taken: 84 new.", await page.TextContentAsync("[role=status]"), StringComparison.Ordinal);
        await LooksAsync(page.Url, "columns");
        await TabToAsync(page, "Store");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("84 rows of keys.csv: 84 new.").WaitForAsync();
        await TabToAsync(page, "Audit them");
        await page.Keyboard.PressAsync("Enter");
        await ArriveAsync(page, "/audits/new");

        await TypeAsync(page, "name", "By keyboard");
        Assert.Equal("gender", await page.InputValueAsync("#attribute"));
        await TypeAsync(page, "checkpoint", "scratch:tiny");
        await TypeAsync(page, "epochs", "1");
        await TabToAsync(page, "Start the audit");
        await page.Keyboard.PressAsync("Enter");
        await ArriveAsync(page, "/audits/[0-9a-f]{32}$");

        Assert.Equal("By keyboard", await page.TextContentAsync("h1"));
        var link = page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Open the report" });
        await link.WaitForAsync(new LocatorWaitForOptions { Timeout = 120_000 });
        await TabToAsync(page, "Open the report");
        await page.Keyboard.PressAsync("Enter");
        await ArriveAsync(page, "/report.html$");
        Assert.Equal("The three answers", await page.TextContentAsync("#answers h2"));
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("To the answers", await page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        Assert.Contains("random weights", await page.TextContentAsync("#warnings"), StringComparison.Ordinal);
        await LooksAsync(page.Url, "report");
        var id = new Uri(page.Url).Segments[3].TrimEnd('/');
        await LooksAsync($"/compare?first={id}&second={id}", "compared");
        Assert.Contains(
            "the same figure of the same responses", await service.Http.GetStringAsync($"/compare?first={id}&second={id}", Cancellation),
            StringComparison.Ordinal);
        await LooksAsync($"/audits/{id}", "audit");
        await LooksAsync($"/audits/{id}/training", "training");
        await LooksAsync($"/trends?audit={id}", "trend");
        await LooksAsync($"/audits/{id}/responses", "responses");
        var made = await browser.OpenAsync(Address, $"/audits/{id}");
        await made.FillAsync("#for", "Parents");
        await made.ClickAsync("text=Make a link");
        Assert.Contains("The link is made.", await made.EvaluateAsync<string>("() => document.activeElement.textContent"), StringComparison.Ordinal);
        Assert.Empty(await Browser.BarriersAsync(made, "link"));
        var pdf = await service.Http.GetByteArrayAsync(new Uri(page.Url.Replace(".html", ".pdf", StringComparison.Ordinal)), Cancellation);
        Assert.Equal("%PDF-", System.Text.Encoding.ASCII.GetString(pdf, 0, 5));
    }

    [Fact]
    public async Task A_wrong_form_comes_back_with_what_was_typed_and_what_is_wrong()
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=wrong&{Scale}", Texts.Csv(40, levels: 3), "text/csv");
        var page = await browser.OpenAsync(Address, "/audits/new");
        await page.FillAsync("#attribute", "height");
        await page.ClickAsync("summary");
        await page.FillAsync("#folds", "99");
        await page.ClickAsync("text=Start the audit");
        var notice = await page.TextContentAsync("[role=alert]");
        Assert.Contains("height", notice, StringComparison.Ordinal);
        Assert.Contains("folds", notice, StringComparison.Ordinal);
        Assert.Equal("99", await page.InputValueAsync("#folds"));
        Assert.Equal("true", await page.GetAttributeAsync("#folds", "aria-invalid"));
        Assert.Empty(await Browser.BarriersAsync(page, "form-wrong"));
    }

    [Fact]
    public async Task Figures_that_are_stored_nowhere_are_saved_from_their_page()
    {
        var page = await browser.OpenAsync(Address, "/upload");
        await page.CheckAsync("input[value=figures]");
        await page.FillAsync("#table", "group,human,machine\n" + string.Concat(Enumerable.Range(0, 160).Select(at => $"{at % 2},{at / 2 % 3},{at / 3 % 3}\n")));
        await page.ClickAsync("text=Look at it");
        await page.ClickAsync("text=Evaluate");
        Assert.Equal("The three answers", await page.TextContentAsync("#answers h2"));
        Assert.Empty(await Browser.BarriersAsync(page, "figures"));
        var saved = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("text=CSV"));
        Assert.Equal("figures.csv", saved.SuggestedFilename);
        Assert.StartsWith("measure,", await File.ReadAllTextAsync(await saved.PathAsync(), Cancellation), StringComparison.Ordinal);
        await page.ClickAsync("text=Back to the file");
        await ArriveAsync(page, "/upload/[0-9a-f]{32}");
        Assert.Equal("machineScore", await page.InputValueAsync("#c2"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/audits/new")]
    [InlineData("/audits/new?items=pages&attribute=gender")]
    [InlineData("/upload")]
    [InlineData("/items")]
    [InlineData("/items/pages")]
    [InlineData("/compare")]
    [InlineData("/trends")]
    public async Task Every_page_is_open_to_all_at_any_width_light_and_dark(string path)
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=pages&{Scale}", Texts.Csv(40, levels: 3), "text/csv");
        await LooksAsync(path, "page" + path.Replace('/', '-'));
    }

    [Fact]
    public async Task The_settings_are_open_to_all_at_any_width_light_and_dark()
    {
        foreach (var (width, isDark) in Browser.Looks)
        {
            var page = await browser.OpenAsync(Address, "/settings", width, isDark);
            foreach (var link in (string[])["", "schedules", "schedules/new", "gate", "policy", "training", "erasure", "keys", "activity"])
            {
                await page.GotoAsync($"/settings/{link}");
                Assert.Empty(await Browser.BarriersAsync(page, $"settings-{link.Replace('/', '-')}-{width}-{(isDark ? "dark" : "light")}"));
                Assert.False(await Browser.OverflowsAsync(page), $"{page.Url} is wider than {width} px.");
            }
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task A_report_of_many_items_splits_and_groups_with_long_names_fits_a_narrow_window()
    {
        using var content = new StringContent(ManyGroups.Csv(items: 12, groups: 5, splits: 4), System.Text.Encoding.UTF8, "text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/evaluations?bootstrap=100&minGroupSize=10") { Content = content };
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await service.Http.SendAsync(request, Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        foreach (var (width, isDark) in new[] { (1280, false), (375, true) })
        {
            var page = await browser.OpenAsync(Address, "about:blank", width, isDark);
            await page.SetContentAsync(html);
            Assert.False(await Browser.OverflowsAsync(page));
            Assert.Empty(await OverlapsAsync(page));
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task The_check_for_barriers_finds_one()
    {
        var page = await browser.OpenAsync(Address, "/");
        await page.SetContentAsync("<!DOCTYPE html><html lang='en'><title>x</title><main><input><img src='x'></main>");
        var barriers = await Browser.BarriersAsync(page, "barriers");
        Assert.Equal(["image-alt", "label"], barriers.Select(barrier => barrier.Split(' ')[0]).Order());
    }

    private async Task LooksAsync(string path, string name)
    {
        foreach (var (width, isDark) in Browser.Looks)
        {
            var page = await browser.OpenAsync(Address, path, width, isDark);
            Assert.Empty(await Browser.BarriersAsync(page, $"{name}-{width}-{(isDark ? "dark" : "light")}"));
            Assert.False(await Browser.OverflowsAsync(page), $"{path} is wider than {width} px.");
            await page.Context.CloseAsync();
        }
    }

    /// <summary>Waits for an address by looking again, so that a page that came at once is not waited for in vain.</summary>
    private static async Task ArriveAsync(IPage page, string pattern)
    {
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(pattern), new PageAssertionsToHaveURLOptions { Timeout = 60_000 });
        await page.WaitForLoadStateAsync();
    }

    private static async Task TypeAsync(IPage page, string id, string text)
    {
        for (var presses = 0; await page.EvaluateAsync<string>("() => document.activeElement.id") != id; presses++)
        {
            Assert.True(presses < 60, $"The field {id} is not reached by Tab.");
            await page.Keyboard.PressAsync("Tab");
        }
        await page.Keyboard.TypeAsync(text);
    }

    private static async Task TabToAsync(IPage page, string text)
    {
        for (var presses = 0; await page.EvaluateAsync<string>("() => document.activeElement.textContent") != text; presses++)
        {
            Assert.True(presses < 80, $"'{text}' is not reached by Tab.");
            await page.Keyboard.PressAsync("Tab");
        }
    }

    /// <summary>Texts of one plot that lie on each other.</summary>
    private static Task<string[]> OverlapsAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll('svg')].flatMap(svg => {
          const boxes = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
          return boxes.flatMap(([name, one], at) => boxes.slice(at + 1)
            .filter(([, other]) => one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1)
            .map(([other]) => `${svg.getAttribute('aria-label')}: ${name} on ${other}`));
        }).slice(0, 5)
        """);
}
