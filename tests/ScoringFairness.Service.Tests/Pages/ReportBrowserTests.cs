using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.Playwright;

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
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"/v1/evaluations?bootstrap=200&group={attribute}&scaleMin=1&scaleMax=5&scaleStep=0.5")
        {
            Content = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv"),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await service.Http.SendAsync(request, Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, html);
        return html;
    }
}
