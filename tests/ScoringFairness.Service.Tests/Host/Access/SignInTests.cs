using System.Net;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Tests.Host.Access;

/// <summary>People bring a key into a browser once, and see their organisation's pages.</summary>
public sealed class SignInTests(GuardedService guarded) : IClassFixture<GuardedService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_is_led_to_the_form_and_back_and_out_again()
    {
        using var browser = Browser();
        var page = $"/audits/{guarded.AuditId}";
        using var turnedAway = await browser.GetAsync(page, Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, turnedAway.StatusCode);
        Assert.Equal($"/sign-in?to={Uri.EscapeDataString(page)}", turnedAway.Headers.Location!.OriginalString);
        using var entered = await PostAsync(browser, guarded.Keys[("default", Role.Read)], page);
        Assert.Equal(page, entered.Headers.Location!.OriginalString);
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(guarded.Keys[("default", Role.Read)].Split('_', 3)[2], cookie, StringComparison.Ordinal);
        Assert.Contains("Sign out", await browser.GetStringAsync(page, Cancellation), StringComparison.Ordinal);
        using var left = await browser.PostAsync("/sign-out", null, Cancellation);
        using var after = await browser.GetAsync(page, Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Theory]
    [InlineData("sf_0000000000000000_wrong", "/", HttpStatusCode.Unauthorized)]
    [InlineData(null, "//evil.example/x", HttpStatusCode.Redirect)]
    [InlineData(null, "/\\evil.example", HttpStatusCode.Redirect)]
    [InlineData(null, "https://evil.example", HttpStatusCode.Redirect)]
    [InlineData(null, "/\t/evil.example", HttpStatusCode.Redirect)]
    [InlineData(null, "/\r\nSet-Cookie: a=b", HttpStatusCode.Redirect)]
    [InlineData(null, "/\u00fc", HttpStatusCode.Redirect)]
    public async Task A_wrong_key_and_a_place_elsewhere_lead_nowhere(string? key, string to, HttpStatusCode status)
    {
        using var browser = Browser();
        using var answer = await PostAsync(browser, key ?? guarded.Keys[("default", Role.Read)], to);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.Redirect ? "/" : null, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_place_with_signs_that_no_address_holds_shows_the_form()
    {
        using var answer = await guarded.Open.GetAsync("/sign-in?to=/%09/x", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Pages_and_data_forbid_what_a_browser_need_not_do_with_them()
    {
        using var answer = await guarded.Open.GetAsync("/sign-in", Cancellation);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/version");
        foreign.Headers.Add("Origin", "https://elsewhere.example");
        using var plain = await guarded.Open.SendAsync(foreign, Cancellation);
        Assert.False(plain.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private HttpClient Browser()
    {
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = guarded.Open.BaseAddress,
        };
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return browser;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string key, string to) =>
        browser.PostAsync("/sign-in", new FormUrlEncodedContent([new("key", key), new("to", to)]), Cancellation);
}
