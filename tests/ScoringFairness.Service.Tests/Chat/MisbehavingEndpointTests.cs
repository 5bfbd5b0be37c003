using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ScoringFairness.Service.Tests.Chat;

/// <summary>Endpoints that are busy, slow, broken or talk nonsense.</summary>
public sealed class MisbehavingEndpointTests : IClassFixture<ImpatientChatFixture>
{
    private readonly ChatService _service;
    private readonly LocalChat _chat;

    public MisbehavingEndpointTests(ImpatientChatFixture fixture)
    {
        (_service, _chat) = (fixture.Service, fixture.Service.Chat);
        _chat.Mishaps.Clear();
        _chat.Requests.Clear();
        _chat.Instead = _ => null;
    }

    public static TheoryData<string> Passing { get; } =
        ["429", "503", "hangs", "breaks off", "no JSON", "no level", "cut off", "no choices", "strange types"];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_is_tried_again_and_no_response_is_lost(string mishap)
    {
        Func<HttpContext, Task> happens = mishap switch
        {
            "429" => LocalChat.Status(429, retryAfter: "0.1"),
            "hangs" => LocalChat.Hangs,
            "breaks off" => LocalChat.BreaksOff,
            "no JSON" => LocalChat.IsNoJson,
            "no level" => _chat.Says("I would say 3."),
            "cut off" => _chat.Says("{\"level\": \"", finish: "length"),
            "no choices" => context => context.Response.WriteAsJsonAsync(new JsonObject { ["choices"] = new JsonArray(), ["usage"] = new JsonObject() }),
            "strange types" => context => context.Response.WriteAsJsonAsync(new JsonObject
            {
                ["choices"] = new JsonArray(
                    new JsonObject { ["message"] = new JsonObject { ["content"] = 5 }, ["finish_reason"] = 7 }),
                ["usage"] = "much",
            }),
            _ => LocalChat.Status(int.Parse(mishap, System.Globalization.CultureInfo.InvariantCulture)),
        };
        var item = $"passes-{mishap.Replace(' ', '-')}";
        await _service.SendAsync(item, 16, levels: 2);
        _chat.Mishaps.Enqueue(happens);
        _chat.Mishaps.Enqueue(happens);
        var audit = await _service.AuditAsync(item, ChatService.Scorer("zeroShot"));
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal(18, _chat.Requests.Count);
        Assert.Equal(16, await _service.Database.ScalarAsync<long>($"select count(*) from out_of_fold_scores where item_id = '{item}'"));
        Assert.Equal(1, await _service.Database.ScalarAsync<int>($"select max(attempt) from fits where item_id = '{item}'"));
        Assert.Equal(2, await _service.Database.ScalarAsync<long>($"select count(*) from chat_sendings where item_id = '{item}' and result <> 'answered'"));
    }

    [Fact]
    public async Task Retry_after_holds_all_requests_back()
    {
        await _service.SendAsync("later", 16, levels: 2);
        _chat.Mishaps.Enqueue(LocalChat.Status(429, retryAfter: "1"));
        var clock = Stopwatch.StartNew();
        var audit = await _service.AuditAsync("later", ChatService.Scorer("zeroShot"));
        Assert.Equal("completed", (string)audit["status"]!);
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(1), clock.Elapsed.ToString());
    }

    [Theory]
    [InlineData(400, "This model does not support the parameter", null)]
    [InlineData(403, "Your country is not supported", "unsupported_country")]
    [InlineData(404, "The model does not exist", "model_not_found")]
    [InlineData(429, "You exceeded your current quota", "insufficient_quota")]
    public async Task What_cannot_pass_fails_the_audit_at_once_with_the_providers_reason_and_no_text(int status, string reason, string? code)
    {
        var item = $"fails-{status}-{code}";
        await _service.SendAsync(item, 16, levels: 2);
        for (var times = 0; times < 16; times++)
        {
            _chat.Mishaps.Enqueue(LocalChat.Status(status, message: $"{reason}: 'wrong answer number 1 of the set'", code: code));
        }
        var audit = await _service.AuditAsync(item, ChatService.Scorer("zeroShot"));
        Assert.Equal("failed", (string)audit["status"]!);
        Assert.Contains($"'local': Grading failed: status {status}, {reason}", (string)audit["error"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("answer number", (string)audit["error"]!, StringComparison.Ordinal);
        Assert.Equal(1, await _service.Database.ScalarAsync<int>($"select max(attempt) from fits where item_id = '{item}'"));
        // The other fit's requests may still be on their way.
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(10) && await CostAsync() > 0;)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Equal(0, await CostAsync());

        Task<decimal> CostAsync() => _service.Database.ScalarAsync<decimal>($"select sum(cost) from chat_sendings where item_id = '{item}'");
    }

    [Fact]
    public async Task An_endpoint_that_stays_down_fails_the_audit_after_three_attempts_and_what_was_answered_is_kept()
    {
        await _service.SendAsync("down", 16, levels: 2);
        var answered = 0;
        _chat.Instead = text =>
        {
            if (Interlocked.Increment(ref answered) == 6) for (var times = 0; times < 200; times++) _chat.Mishaps.Enqueue(LocalChat.Status(502));
            return null;
        };
        var audit = await _service.AuditAsync("down", ChatService.Scorer("zeroShot"));
        Assert.Equal("failed", (string)audit["status"]!);
        Assert.Contains("failed 4 times, at last: status 502", (string)audit["error"]!, StringComparison.Ordinal);
        _chat.Mishaps.Clear();
        _chat.Requests.Clear();
        _chat.Instead = _ => null;
        Assert.Equal("completed", (string)(await _service.AuditAsync("down", ChatService.Scorer("zeroShot")))["status"]!);
        // Requests that had passed the check for mishaps when the sixth was answered are answered too.
        Assert.Equal(16 - answered, _chat.Requests.Count);
        Assert.InRange(answered, 6, 6 + _chat.MostAtOnce);
    }

    [Fact]
    public async Task Answers_that_arrive_while_the_database_drops_its_connections_are_kept()
    {
        await _service.SendAsync("dropped", 32, levels: 2);
        var answered = 0;
        _chat.Instead = text =>
        {
            if (Interlocked.Increment(ref answered) is 6 or 14)
            {
                // Those of the queue are left alone: what it does then is its own affair.
                _service.Database.ScalarAsync<bool>(
                    """
                    select bool_or(pg_terminate_backend(pid)) from pg_stat_activity
                    where datname = current_database() and application_name = 'scoring-fairness'
                    """).GetAwaiter().GetResult();
            }
            return null;
        };
        var (_, started) = await _service.Http.SendAsync(HttpMethod.Post, "/v1/audits", ChatService.Request("dropped", ChatService.Scorer("zeroShot")));
        JsonNode? audit = null;
        while (audit is null)
        {
            try
            {
                audit = await _service.Http.WaitAsync((string)started!["auditId"]!);
            }
            catch (HttpRequestException)
            {
                // The question itself may meet a connection that is gone, and is answered 503.
            }
        }
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal(32, _chat.Requests.Count);
        Assert.Equal(32, await _service.Database.ScalarAsync<long>("select count(*) from chat_sendings where item_id = 'dropped' and result = 'answered'"));
    }

    [Fact]
    public async Task No_more_requests_run_at_once_than_the_setting_says_and_an_endpoint_without_log_probabilities_gives_none()
    {
        await _service.SendAsync("many", 32, levels: 2);
        (_chat.Delay, _chat.GivesProbabilities) = (TimeSpan.FromMilliseconds(30), false);
        var audit = await _service.AuditAsync("many", ChatService.Scorer("zeroShot"));
        (_chat.Delay, _chat.GivesProbabilities) = (TimeSpan.Zero, true);
        Assert.Equal("completed", (string)audit["status"]!);
        // Two fits run at once, and the limit is that of both together.
        Assert.Equal(4, _chat.MostAtOnce);
        Assert.Equal(32, await _service.Database.ScalarAsync<long>("select count(*) from out_of_fold_scores where item_id = 'many' and probabilities is null"));
    }
}
