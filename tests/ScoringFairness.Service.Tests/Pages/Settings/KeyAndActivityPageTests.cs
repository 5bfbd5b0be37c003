using System.Net;
using System.Text.RegularExpressions;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Tests.Reports;

namespace ScoringFairness.Service.Tests.Pages.Settings;

/// <summary>Keys are made, shown once and revoked on a page, and what was done is found on another.</summary>
public sealed partial class KeyAndActivityPageTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_key_is_made_on_the_page_closes_the_service_and_opens_it_again()
    {
        Assert.Contains("you lock yourself out", await service.Http.WordsAsync("/settings/keys"), StringComparison.Ordinal);
        var (status, _, words) = await service.Http.PostAsync("/settings/keys", ("name", ""), ("expiresInDays", "soon"));
        Assert.Equal(400, status);
        Assert.Contains("Days until it ends 1 to 3650. Empty: it does not end. 'soon' is not a number", words, StringComparison.Ordinal);
        (status, _, words) = await service.Http.PostAsync("/settings/keys", ("name", " "), ("expiresInDays", "7"));
        Assert.Equal(400, status);
        Assert.Contains("nightly upload. must have 1 to 200 characters", words, StringComparison.Ordinal);
        Assert.Contains("Roles must name at least one of", words, StringComparison.Ordinal);
        (status, _, words) = await service.Http.PostAsync("/settings/keys", ("name", "reader"), ("roles", Role.Read));
        Assert.Equal(400, status);
        Assert.Contains("must have admin in the first key", words, StringComparison.Ordinal);

        (status, _, words) = await service.Http.PostAsync(
            "/settings/keys", ("name", "The director's"), ("roles", Role.Admin), ("roles", Role.Read), ("expiresInDays", "7"));
        Assert.Equal(200, status);
        var key = Secret().Match(words).Value;
        using (var closed = await service.Http.GetAsync("/settings/keys", Cancellation))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        }
        using var admin = Client(key);
        words = await admin.WordsAsync("/settings/keys");
        Assert.DoesNotContain(key.Split('_')[2], words, StringComparison.Ordinal);
        Assert.Contains($"The director's {key.Split('_')[1]} admin, read", words, StringComparison.Ordinal);

        // A key without the role sees neither page; a revoked one sees nothing.
        (_, _, words) = await admin.PostAsync("/settings/keys", ("name", "reader"), ("roles", Role.Read));
        var reading = Secret().Match(words).Value;
        using var reader = Client(reading);
        Assert.Contains("Keys", await reader.WordsAsync("/settings"), StringComparison.Ordinal);
        foreach (var path in (string[])["/settings/keys", "/settings/activity"])
        {
            using var refused = await reader.GetAsync(path, Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
        Assert.Equal(403, (await reader.PostAsync("/settings/keys", ("name", "more"), ("roles", Role.Admin))).Status);
        var (_, address, after) = await admin.PostAsync($"/settings/keys/{reading.Split('_')[1]}/revoke");
        Assert.Equal("/settings/keys", address);
        Assert.Contains("reader", after, StringComparison.Ordinal);
        using (var revoked = await reader.GetAsync("/settings", Cancellation))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, revoked.StatusCode);
        }
        Assert.Equal(404, (await admin.PostAsync("/settings/keys/none/revoke")).Status);

        // By what, who and when.
        var day = DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        words = await admin.WordsAsync($"/settings/activity?action=key&from={day}&to={day}");
        Assert.Equal(["key.revoked", "key.created", "key.created"], Action().Matches(words).Select(match => match.Value));
        var html = WebUtility.HtmlDecode(
            await admin.GetStringAsync($"/settings/activity?action=key.created&actor=key:{key.Split('_')[1]}", Cancellation));
        foreach (var (name, id, shown) in new[] { ("The director's", key.Split('_')[1], "key:"), ("reader", reading.Split('_')[1], "") })
        {
            Assert.Contains($"<a href=\"/settings/keys#{id}\">{name}</a><small>{shown}{id}</small>", html, StringComparison.Ordinal);
            Assert.Contains($"<tr id=\"{id}\">", await admin.GetStringAsync("/settings/keys", Cancellation), StringComparison.Ordinal);
        }

        // An audit by its name, until there is none any more.
        var audit = await admin.VendorAuditAsync("logged", 60);
        await admin.SendAsync(HttpMethod.Patch, $"/v1/audits/{audit}", """{ "name": "Spring & all" }""");
        html = WebUtility.HtmlDecode(await admin.GetStringAsync("/settings/activity?action=audit.started", Cancellation));
        Assert.Contains($"<a href=\"/audits/{audit}\">Spring & all</a><small>{audit}</small>", html, StringComparison.Ordinal);
        await admin.SendAsync(HttpMethod.Delete, $"/v1/audits/{audit}");
        html = await admin.GetStringAsync("/settings/activity?action=audit.started", Cancellation);
        Assert.Contains(audit, html, StringComparison.Ordinal);
        Assert.DoesNotContain($"/audits/{audit}", html, StringComparison.Ordinal);
        Assert.Contains("Nothing was done that is so.", await admin.WordsAsync("/settings/activity?to=2020-01-01"), StringComparison.Ordinal);
        using var wrong = await admin.GetAsync("/settings/activity?from=01.02.2026", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var entries = (await admin.ReadAsync($"/v1/activity?action=key&actor=key:{key.Split('_')[1]}&from={day}T00:00:00Z"))["items"]!.AsArray();
        Assert.Equal(["key.revoked", "key.created"], entries.Select(entry => (string)entry!["action"]!));
    }

    private HttpClient Client(string key)
    {
        var http = new HttpClient { BaseAddress = service.Http.BaseAddress };
        http.DefaultRequestHeaders.Add(AccessHandler.Header, key);
        return http;
    }

    [GeneratedRegex("sf_[0-9a-f]{16}_[A-Za-z0-9_-]+")]
    private static partial Regex Secret();

    [GeneratedRegex(@"key\.(created|revoked)")]
    private static partial Regex Action();
}
