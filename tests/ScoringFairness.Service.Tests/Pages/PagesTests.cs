using System.Net;

namespace ScoringFairness.Service.Tests.Pages;

/// <summary>What the pages answer to those who are not led there by a link.</summary>
public sealed class PagesTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/audits/none")]
    [InlineData("/items/none")]
    public async Task What_does_not_exist_is_a_page_that_says_so(string path)
    {
        using var answer = await service.Http.GetAsync(path, Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("none", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.BadRequest)]
    public async Task A_form_from_another_site_is_refused(string header, string value, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/audits") { Content = new FormUrlEncodedContent([new("attribute", "gender")]) };
        request.Headers.Add(header, value);
        using var answer = await service.Http.SendAsync(request, Cancellation);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task An_item_whose_name_is_markup_is_shown_as_text()
    {
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=%3Cb%3Ebold&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(40), "text/csv");
        var list = await service.Http.GetStringAsync("/items", Cancellation);
        Assert.Contains("&lt;b&gt;bold", list, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;bold</h1>", await service.Http.GetStringAsync("/items/%3Cb%3Ebold", Cancellation), StringComparison.Ordinal);
    }
}
