using System.Net;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>A link opens one report to whoever has it: suppressed, recorded, until it expires or is revoked; and nothing else.</summary>
public sealed partial class ReportLinkTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_opens_the_report_without_a_key_and_each_use_is_recorded()
    {
        var id = await service.Http.VendorAuditAsync("linked", 120);
        var (status, made) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/audits/{id}/links", """{ "days": 2, "note": "School board" }""", "application/json");
        Assert.Equal(201, status);
        var (address, link) = ((string)made!["address"]!, (string)made["link"]!["linkId"]!);
        Assert.Equal(TimeSpan.FromDays(2), (DateTime)made["link"]!["expiresAt"]! - (DateTime)made["link"]!["createdAt"]!);
        // From here on nobody without a key is let in anywhere else.
        var key = (string)(await service.Http.SendAsync(
            HttpMethod.Post, "/v1/keys", """{ "name": "all", "roles": ["admin"] }""", "application/json")).Body!["key"]!;
        using (var page = await service.Http.GetAsync(address, Cancellation))
        {
            Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
            Assert.True(page.Headers.CacheControl!.NoStore);
            var html = await page.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains("id=\"answers\"", html, StringComparison.Ordinal);
            Assert.Empty(Ways().Matches(html).Select(way => way.Value));
        }
        using (var closed = await service.Http.GetAsync($"/v1/audits/{id}/report.html", Cancellation))
        {
            Assert.NotEqual(HttpStatusCode.OK, closed.StatusCode);
        }
        service.Http.DefaultRequestHeaders.Add("X-Api-Key", key);
        var entries = (await service.Http.ReadAsync("/v1/activity?action=report.opened"))["items"]!.AsArray();
        Assert.Equal(($"link:{link}", id), ((string)entries.Single()!["actor"]!, (string)entries.Single()!["subject"]!));
        Assert.DoesNotContain(address.Split('/')[^1], (await service.Http.ReadAsync($"/v1/audits/{id}/links")).ToJsonString(), StringComparison.Ordinal);

        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, $"/v1/audits/{id}/links/{link}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, await OpenAsync(address));
        var other = (string)(await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/links", "{ }", "application/json")).Body!["address"]!;
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(other));
        await service.Database.ScalarAsync<object>("update report_links set expires_at = now() where revoked_at is null");
        Assert.Equal(HttpStatusCode.NotFound, await OpenAsync(other));
        Assert.Equal(HttpStatusCode.NotFound, await OpenAsync("/shared/nothing"));
        // Who may not read the report may not have it by a link.
        var auditor = (string)(await service.Http.SendAsync(
            HttpMethod.Post, "/v1/keys", """{ "name": "auditor", "roles": ["audit"] }""", "application/json")).Body!["key"]!;
        using var asked = new HttpRequestMessage(HttpMethod.Post, new Uri($"/v1/audits/{id}/links", UriKind.Relative))
        {
            Headers = { { "X-Api-Key", auditor } },
            Content = new StringContent("{ }", System.Text.Encoding.UTF8, "application/json"),
        };
        using var refused = await service.Http.SendAsync(asked, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        // Nor does who cannot see it review it.
        using var review = new HttpRequestMessage(HttpMethod.Patch, new Uri($"/v1/audits/{id}", UriKind.Relative))
        {
            Headers = { { "X-Api-Key", auditor } },
            Content = new StringContent("""{ "review": { "note": "Seen by nobody yet.", "by": "A" } }""", System.Text.Encoding.UTF8, "application/json"),
        };
        using var reviewed = await service.Http.SendAsync(review, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, reviewed.StatusCode);
        Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/links", """{ "days": 366 }""", "application/json")).Status);
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Post, "/v1/audits/none/links", "{ }", "application/json")).Status);

        using var shared = await service.Http.PostAsync(
            $"/audits/{id}/links", new FormUrlEncodedContent([new("for", "Parents"), new("days", "7")]), Cancellation);
        var sharing = await shared.Content.ReadAsStringAsync(Cancellation);
        var shown = Shared().Match(sharing).Value;
        // It stands above all else, and is where the keyboard is.
        Assert.True(sharing.IndexOf(shown, StringComparison.Ordinal) < sharing.IndexOf("What was asked", StringComparison.Ordinal));
        Assert.Matches("<div class=\"notice review\" role=\"status\" tabindex=\"-1\" autofocus[^>]*>\\s*<p><strong>The link is made", sharing);
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(shown));

        // A link goes with the key that made it, and with no other.
        var (_, leaver) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/keys", """{ "name": "leaves", "roles": ["audit", "read"] }""", "application/json");
        using var by = new HttpRequestMessage(HttpMethod.Post, new Uri($"/v1/audits/{id}/links", UriKind.Relative))
        {
            Headers = { { "X-Api-Key", (string)leaver!["key"]! } },
            Content = new StringContent("{ }", System.Text.Encoding.UTF8, "application/json"),
        };
        using var linked = await service.Http.SendAsync(by, Cancellation);
        var theirs = Shared().Match(await linked.Content.ReadAsStringAsync(Cancellation)).Value;
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(theirs));
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, $"/v1/keys/{leaver["listed"]!["keyId"]}")).Status);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (await OpenAsync(theirs), await OpenAsync(shown)));
    }

    private async Task<HttpStatusCode> OpenAsync(string address)
    {
        using var answer = await service.Http.GetAsync(address, Cancellation);
        return answer.StatusCode;
    }

    /// <summary>Links that leave the page.</summary>
    [GeneratedRegex("href=\"/[^\"]*\"")]
    private static partial Regex Ways();

    [GeneratedRegex("/shared/[A-Za-z0-9_-]+")]
    private static partial Regex Shared();
}
