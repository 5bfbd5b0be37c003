using System.Net;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Tests.Host.Access;

/// <summary>What a page of another site makes a browser call is refused, where the browser alone would open the service.</summary>
public sealed class ForeignCallTests(GuardedService guarded) : IClassFixture<GuardedService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("LOCALHOST:9", HttpStatusCode.OK)]
    [InlineData("127.0.0.2:8080", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", HttpStatusCode.OK)]
    [InlineData("audits.example.org:443", HttpStatusCode.OK)]
    [InlineData("rebound.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.rebound.example", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.rebound.example", HttpStatusCode.Forbidden)]
    [InlineData("10.0.0.5", HttpStatusCode.Forbidden)]
    public async Task Without_keys_the_service_answers_to_names_of_loopback_and_of_the_setting_only(string host, HttpStatusCode status)
    {
        await using var service = new RunningService { Settings = ["--Worker:Enabled=false", "--Access:OpenHosts=audits.example.org, 10.9.9.9"] };
        await service.InitializeAsync();
        foreach (var path in (string[])["/v1/items", "/", "/v1/audits", "/hangfire"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            request.Headers.Accept.ParseAdd("text/html");
            using var answer = await service.Http.SendAsync(request, Cancellation);
            Assert.Equal(status, answer.StatusCode);
            if (status == HttpStatusCode.Forbidden)
            {
                Assert.Contains("Access__OpenHosts", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            }
        }
        using var health = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        health.Headers.Host = host;
        using var lives = await service.Http.SendAsync(health, Cancellation);
        Assert.Equal(HttpStatusCode.OK, lives.StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "none", true)]
    [InlineData("Origin", "http://elsewhere.example", false)]
    [InlineData("Origin", "http://127.0.0.1:1", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", null, true)]
    [InlineData("User-Agent", "a program", true)]
    public async Task Without_keys_and_with_a_cookie_nothing_is_changed_for_another_sites_page(string header, string? value, bool isOwn)
    {
        await using var open = new RunningService { Settings = ["--Worker:Enabled=false"] };
        await open.InitializeAsync();
        await ExpectAsync(open.Http, open.Http.BaseAddress!);

        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = guarded.Open.BaseAddress };
        using var entered = await browser.PostAsync(
            "/sign-in", new FormUrlEncodedContent([new("key", guarded.Keys[("default", Role.Admin)]), new("to", "/")]), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        await ExpectAsync(browser, browser.BaseAddress!);

        async Task ExpectAsync(HttpClient http, Uri own)
        {
            foreach (var (method, path, body) in (IEnumerable<(HttpMethod, string, string?)>)
                [
                    (HttpMethod.Put, "/v1/items/foreign", """{ "scale": { "min": 0, "max": 1 } }"""),
                    (HttpMethod.Delete, "/v1/items/foreign", null),
                    (HttpMethod.Post, "/v1/evaluations", "[]"),
                    (HttpMethod.Post, "/audits", null),
                    (HttpMethod.Get, "/v1/items", null),
                ])
            {
                using var request = new HttpRequestMessage(method, path);
                if (body is not null)
                {
                    request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                }
                request.Headers.Add(header, value ?? own.GetLeftPart(UriPartial.Authority));
                using var answer = await http.SendAsync(request, Cancellation);
                var isRefused = answer.StatusCode == HttpStatusCode.Forbidden;
                Assert.True(isRefused == (!isOwn && method != HttpMethod.Get), $"{method} {path} with {header}: {value}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task A_program_with_a_key_may_send_from_wherever_it_runs()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/items/with-key")
        {
            Content = new StringContent("""{ "scale": { "min": 0, "max": 1 } }""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Host = "audits.example.org";
        request.Headers.Add("Origin", "https://dashboard.example.org");
        request.Headers.Add(AccessHandler.Header, guarded.Keys[("default", Role.Admin)]);
        using var answer = await guarded.Open.SendAsync(request, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
    }
}
