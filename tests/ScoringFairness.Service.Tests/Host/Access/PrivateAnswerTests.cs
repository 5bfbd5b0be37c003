using System.Net;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Tests.Host.Access;

/// <summary>What a key opens is kept by no cache, and not shown to who has none any more.</summary>
public sealed class PrivateAnswerTests(GuardedService guarded) : IClassFixture<GuardedService>
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_cache_keeps_what_a_key_or_a_cookie_opens_nor_a_refusal_or_a_failure()
    {
        string[] paths =
        [
            "/", "/items", $"/items/{GuardedService.Item}", "/audits/new", $"/audits/{guarded.AuditId}", "/compare", "/hangfire", "/v1/items",
            $"/v1/items/{GuardedService.Item}", "/v1/responses", $"/v1/responses/{GuardedService.Item}/r1", "/v1/scorers", "/v1/audits",
            $"/v1/audits/{guarded.AuditId}", $"/v1/audits/{guarded.AuditId}/events", $"/v1/audits/{guarded.AuditId}/fits",
            $"/v1/audits/{guarded.AuditId}/report", $"/v1/audits/{guarded.AuditId}/report.json", $"/v1/audits/{guarded.AuditId}/report.html",
            $"/v1/audits/{guarded.AuditId}/report.csv", $"/v1/audits/{guarded.AuditId}/measures", "/v1/policy", "/v1/schedules", "/v1/keys", "/v1/activity",
            "/v1/chat-endpoints", "/v1/audits/none", "/v1/items?limit=x", "/nowhere",
        ];
        foreach (var key in (string?[])[guarded.Keys[("default", Role.Admin)], guarded.Keys[("default", Role.Ingest)], null])
        {
            foreach (var path in paths)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                if (key is not null)
                {
                    request.Headers.Add(AccessHandler.Header, key);
                }
                using var answer = await guarded.Open.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
                Assert.True(answer.Headers.CacheControl is { Private: true, NoStore: true, Public: false }, $"{path}: {answer.Headers.CacheControl}");
                Assert.Superset(new HashSet<string>(["X-Api-Key", "Authorization", "Cookie"]), answer.Headers.Vary.ToHashSet());
                Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
            }
        }
        using var accept = await guarded.Open.GetAsync($"/v1/audits/{guarded.AuditId}/report", Cancellation);
        using var entered = await guarded.Open.PostAsync(
            "/sign-in", new FormUrlEncodedContent([new("key", "sf_0000000000000000_wrong"), new("to", "/")]), Cancellation);
        Assert.True(entered.Headers.CacheControl?.NoStore);
        using var script = await guarded.Open.GetAsync("/live.js", Cancellation);
        Assert.NotEqual(true, script.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task An_event_stream_ends_when_its_key_is_revoked_or_its_browser_signs_out()
    {
        // Without a worker an audit waits, and its stream has no end of its own.
        await using var service = new RunningService { Settings = ["--Worker:Enabled=false"] };
        await service.InitializeAsync();
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(40), "text/csv");
        var (accepted, audit) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", """{ "items": ["q"], "attribute": "gender", "scorers": [ { "kind": "linear" } ] }""");
        Assert.True(accepted == 202, audit?.ToJsonString());
        var events = $"/v1/audits/{audit!["auditId"]}/events";
        using var open = await BeginAsync(service.Http, events);

        var (_, admin) = await service.Http.SendAsync(HttpMethod.Post, "/v1/keys", """{ "name": "first", "roles": ["admin"] }""");
        await EndsAsync(open);

        service.Http.DefaultRequestHeaders.Add(AccessHandler.Header, (string)admin!["key"]!);
        var (key, keyId) = await MakeAsync();
        using var program = new HttpClient { BaseAddress = service.Http.BaseAddress };
        program.DefaultRequestHeaders.Add(AccessHandler.Header, key);
        using var held = await BeginAsync(program, events);
        using var kept = await BeginAsync(service.Http, events);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = service.Http.BaseAddress };
        using var entered = await browser.PostAsync("/sign-in", new FormUrlEncodedContent([new("key", key), new("to", "/")]), Cancellation);
        using var seen = await BeginAsync(browser, events);
        await browser.PostAsync("/sign-out", null, Cancellation);
        await EndsAsync(seen);

        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, $"/v1/keys/{keyId}")).Status);
        await EndsAsync(held);
        using var again = await program.GetAsync(events, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);

        // That of a key which still holds goes on.
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        wait.CancelAfter(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EndAsync(kept, wait.Token));

        async Task<(string Key, string KeyId)> MakeAsync()
        {
            var (_, made) = await service.Http.SendAsync(HttpMethod.Post, "/v1/keys", """{ "name": "short", "roles": ["read"] }""");
            return ((string)made!["key"]!, (string)made["listed"]!["keyId"]!);
        }
    }

    /// <summary>Opens a stream and reads the first of its events.</summary>
    private static async Task<StreamReader> BeginAsync(HttpClient http, string events)
    {
        var answer = await http.GetAsync(events, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));
        Assert.Equal("event: progress", await stream.ReadLineAsync(Cancellation));
        return stream;
    }

    private static async Task EndsAsync(StreamReader stream)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Seconds);
        await EndAsync(stream, limit.Token);
    }

    private static async Task EndAsync(StreamReader stream, CancellationToken cancellation)
    {
        while (await stream.ReadLineAsync(cancellation) is not null)
        {
            // What was sent before the end.
        }
    }
}
