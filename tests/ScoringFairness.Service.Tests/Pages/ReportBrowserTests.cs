using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.Playwright;
using ScoringFairness.Service.Tests.Reports;

namespace ScoringFairness.Service.Tests.Pages;

/// <summary>Reports on real essays in a real browser: how long they are before anything is opened, and that nothing is cut.</summary>
[Collection("alone")]
public sealed class ReportBrowserTests(RunningService service, Browser browser) : IClassFixture<RunningService>, IClassFixture<Browser>
{
    private const int Screen = 900;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("race_ethnicity")]
    [InlineData("gender,SES")]
    public async Task A_report_on_real_essays_is_read_on_fewer_than_six_screens(string attribute)
    {
        var page = await OpenAsync(await EssaysAsync(attribute), 1280);
        var height = await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
        Assert.InRange(height, Screen, 6 * Screen);
        Assert.False(await Browser.OverflowsAsync(page));
        Assert.Empty(await Browser.BarriersAsync(page, "ellipse-" + attribute));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_part_is_opened_by_its_heading_and_by_a_link_to_it()
    {
        var page = await OpenAsync(await EssaysAsync("gender"), 1280);
        Assert.False(await page.IsVisibleAsync("#confusion table"));
        await page.ClickAsync("nav a[href='#confusion']");
        Assert.True(await page.IsVisibleAsync("#confusion table >> nth=0"));
        await page.FocusAsync("summary:has(#method-title)");
        await page.Keyboard.PressAsync("Enter");
        Assert.True(await page.IsVisibleAsync("#method table"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_table_is_whole_at_1280_pixels_and_shows_where_it_goes_on_in_a_narrow_window()
    {
        var html = (await EssaysAsync("race_ethnicity")).Replace("<details", "<details open", StringComparison.Ordinal);
        var page = await OpenAsync(html, 1280);
        Assert.Empty(await WiderThanTheirPlaceAsync(page));
        Assert.Equal(11, await page.Locator("#confusion table >> nth=0 >> thead th").CountAsync());
        await page.Context.CloseAsync();
        page = await OpenAsync(html, 375);
        Assert.False(await Browser.OverflowsAsync(page));
        Assert.NotEmpty(await WiderThanTheirPlaceAsync(page));
        var edge = await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.scroll')).backgroundImage");
        Assert.Contains("linear-gradient", edge, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Marks_of_groups_stand_beside_each_other_at_their_difference_from_the_human()
    {
        var html = (await EssaysAsync("gender")).Replace("<details", "<details open", StringComparison.Ordinal);
        var page = await OpenAsync(html, 1280);
        var plot = page.Locator("#means svg.dots >> nth=0");
        Assert.InRange((await plot.BoundingBoxAsync())!.Width, 1100, 1280);
        // Each pair of marks of one human score: side by side, not on each other.
        var apart = await plot.EvaluateAsync<double[]>(
            """
            svg => {
              const left = group => [...svg.querySelectorAll(`svg.${group} .mk`)].map(mark => mark.getBoundingClientRect().left);
              const others = left('g1');
              return left('g0').map(one => Math.min(...others.map(other => Math.abs(other - one))));
            }
            """);
        Assert.NotEmpty(apart);
        Assert.All(apart, distance => Assert.InRange(distance, 7, 20));
        await page.Context.CloseAsync();
    }

    private static Task<string[]> WiderThanTheirPlaceAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1)
          .map(one => `${one.getAttribute('aria-label')}: ${one.scrollWidth} in ${one.clientWidth}`)
        """);

    private async Task<IPage> OpenAsync(string html, int width)
    {
        var page = await browser.OpenAsync(service.Http.BaseAddress!, "about:blank", width);
        await page.SetContentAsync(html);
        return page;
    }

    /// <summary>The mean of an essay's traits in the machine's place, as a page.</summary>
    private async Task<string> EssaysAsync(string attribute)
    {
        var file = SharedFolder.Path("data", "ellipse", "ellipse.csv");
        string[] traits = ["Cohesion", "Syntax", "Vocabulary", "Phraseology", "Grammar", "Conventions"];
        var columns = attribute.Split(',');
        var csv = new StringBuilder($"{attribute},humanScore,machineScore\n");
        using var reader = new CsvReader(new StreamReader(file), new CsvConfiguration(CultureInfo.InvariantCulture));
        await reader.ReadAsync();
        reader.ReadHeader();
        while (await reader.ReadAsync())
        {
            var mean = traits.Average(trait => double.Parse(reader.GetField(trait)!, CultureInfo.InvariantCulture));
            csv.Append(CultureInfo.InvariantCulture,
                $"{string.Join(',', columns.Select(column => reader.GetField(column)))},{reader.GetField("Overall")},{Math.Round(mean * 2) / 2}\n");
        }
        return await service.Http.PageAsync($"/v1/evaluations?bootstrap=200&group={attribute}&scaleMin=1&scaleMax=5&scaleStep=0.5", csv.ToString());
    }
}
