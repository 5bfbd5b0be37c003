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
    [InlineData("/nowhere", HttpStatusCode.NotFound, "Not Found", "There is nothing at this path")]
    [InlineData("/v1/audits/none/report.html", HttpStatusCode.NotFound, "Not found", "none")]
    [InlineData("/v1/audits/none", HttpStatusCode.NotFound, "Not found", "none")]
    [InlineData("/v1/audits/none/report.csv?table=luck", HttpStatusCode.BadRequest, "The query cannot be used", "table")]
    [InlineData("/v1/items?limit=x", HttpStatusCode.BadRequest, "cannot", "")]
    public async Task A_browser_is_told_of_a_problem_by_a_page_and_a_program_by_the_problem(
        string path, HttpStatusCode status, string title, string detail)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        using var page = await service.Http.SendAsync(request, Cancellation);
        Assert.Equal((status, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        var html = await page.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains(title, html, StringComparison.Ordinal);
        Assert.Contains(detail, html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/\">All audits</a>", html, StringComparison.Ordinal);
        using var program = await service.Http.GetAsync(path, Cancellation);
        Assert.Equal((status, "application/problem+json"), (program.StatusCode, program.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task The_report_of_an_audit_that_is_called_off_is_a_page_that_leads_to_the_audit()
    {
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=off&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(80), "text/csv");
        var (_, audit) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", """
            { "items": ["off"], "attribute": "gender", "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 200 } ] }
            """);
        var id = (string)audit!["auditId"]!;
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/cancel");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/audits/{id}/report.html");
        request.Headers.Accept.ParseAdd("text/html");
        using var page = await service.Http.SendAsync(request, Cancellation);
        Assert.Equal((HttpStatusCode.Conflict, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains($"<a href=\"/audits/{id}\">", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_has_an_icon_and_who_signs_out_is_told()
    {
        using var icon = await service.Http.GetAsync("/favicon.ico", Cancellation);
        Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (icon.StatusCode, icon.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<link rel=\"icon\" href=\"data:image/svg", await service.Http.GetStringAsync("/", Cancellation), StringComparison.Ordinal);
        using var left = await service.Http.PostAsync("/sign-out", null, Cancellation);
        Assert.Contains("You are signed out.", await left.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
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

    [Fact]
    public async Task The_form_tells_what_an_audit_would_take_and_starts_nothing()
    {
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=asked&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(84, levels: 3), "text/csv");
        using var form = new FormUrlEncodedContent(
            [new("items", "asked"), new("attribute", "gender"), new("folds", "2"), new("trained", "linear"), new("ask", "cost"), new("name", "Only asked")]);
        using var answer = await service.Http.PostAsync("/audits", form, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains(
            "It would make 8 training runs: 1 item, linear on 4 splits, 2 folds. Compared are male, female by gender; the reference is male.", page,
            StringComparison.Ordinal);
        Assert.Contains("value=\"Only asked\"", page, StringComparison.Ordinal);
        Assert.Empty((await service.Http.ReadAsync("/v1/audits?item=asked"))["items"]!.AsArray());
    }

    [Fact]
    public async Task The_form_starts_a_screening_beside_the_bert_that_is_trained()
    {
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=screened&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(84, levels: 3), "text/csv");
        var page = await service.Http.GetStringAsync("/audits/new", Cancellation);
        Assert.Contains("BERT, screening: it reads each response once and is not trained", page, StringComparison.Ordinal);
        Assert.Contains("QWK .695 and .700", page, StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent(
            [
                new("items", "screened"), new("attribute", "gender"), new("folds", "2"), new("bootstrap", "100"), new("name", "Screened"),
                new("trained", "bert"), new("trained", "screening"), new("epochs", "1"),
            ]);
        using var answer = await service.Http.PostAsync("/audits", form, Cancellation);
        var started = (await service.Http.ReadAsync("/v1/audits?item=screened"))["items"]!.AsArray();
        Assert.True(started.Count == 1, await answer.Content.ReadAsStringAsync(Cancellation));
        var id = (string)started[0]!["auditId"]!;
        var audit = await service.Http.ReadAsync($"/v1/audits/{id}");
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/cancel", "");
        var scorers = audit["request"]!["scorers"]!.AsArray();
        Assert.Equal(["bert fineTuning 1", "bert-screening screening 200"], scorers.Select(one => $"{one!["name"]} {one["mode"]} {one["epochs"]}"));
    }
}
