using ScoringFairness.Service.Tests.Faults;

namespace ScoringFairness.Service.Tests.Chat;

/// <summary>Permission, budgets and the price before anything is sent.</summary>
public sealed class ChatMoneyTests
{
    [Fact]
    public async Task Texts_go_nowhere_before_the_organisation_allows_it_and_no_further_once_it_does_not()
    {
        await using var service = await ChatService.StartAsync();
        await service.SendAsync("allowed", 24, levels: 2);
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/chat-endpoints/local/permission")).Status);
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", ChatService.Request("allowed", ChatService.Scorer("zeroShot")));
        Assert.Equal(400, status);
        Assert.Contains("PUT /v1/chat-endpoints/local/permission", (string)problem!["errors"]!["/scorers"]![0]!, StringComparison.Ordinal);
        Assert.Equal(200, (await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits/cost", ChatService.Request("allowed", ChatService.Scorer("zeroShot")))).Status);
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Put, "/v1/chat-endpoints/elsewhere/permission")).Status);
        Assert.Empty(service.Chat.Everything);
        Assert.DoesNotContain("grader-1", await service.Http.GetStringAsync("/audits/new", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await service.AllowAsync();
        var listed = (await service.Http.ReadAsync("/v1/chat-endpoints"))["items"]![0]!;
        Assert.Equal(("local", 2, true), ((string)listed["name"]!, (int)listed["models"]![0]!["inputPerMillion"]!, listed["allowedAt"] is not null));
        Assert.DoesNotContain(LocalChat.Key, (await service.Http.ReadAsync("/v1/chat-endpoints")).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(
            "value=\"FineTuned|local|grader-1\"",
            await service.Http.GetStringAsync("/audits/new", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var answered = 0;
        service.Chat.Delay = TimeSpan.FromMilliseconds(50);
        service.Chat.Instead = text =>
        {
            if (Interlocked.Increment(ref answered) == 4)
            {
                service.Http.SendAsync(HttpMethod.Delete, "/v1/chat-endpoints/local/permission").GetAwaiter().GetResult();
            }
            return null;
        };
        var audit = await service.AuditAsync("allowed", ChatService.Scorer("zeroShot"));
        Assert.Equal("failed", (string)audit["status"]!);
        Assert.Contains("does not allow its texts to go to endpoint 'local'", (string)audit["error"]!, StringComparison.Ordinal);
        Assert.InRange(service.Chat.Requests.Count, 4, 12);

        var actions = (await service.Http.ReadAsync("/v1/activity?limit=1000"))["items"]!.AsArray();
        Assert.Equal(
            ["chat.withdrawn", "chat.allowed", "chat.withdrawn", "chat.allowed"],
            actions.Select(one => (string)one!["action"]!).Where(action => action is "chat.allowed" or "chat.withdrawn"));
        var sent = actions.First(one => (string)one!["action"]! == "chat.sent")!;
        Assert.Equal(
            ((string)audit["auditId"]!, "service", "local", 64),
            ((string)sent["subject"]!, (string)sent["actor"]!, (string)sent["detail"]!["endpoint"]!, ((string)sent["detail"]!["digest"]!).Length));

        // The permission was for the address that the endpoint had.
        await service.AllowAsync();
        await service.Database.ScalarAsync<int>("update chat_permissions set base_address = 'http://127.0.0.1:1/v1'");
        Assert.Null((await service.Http.ReadAsync("/v1/chat-endpoints"))["items"]![0]!["allowedAt"]);
    }

    [Fact]
    public async Task A_budget_is_never_passed_and_a_higher_one_goes_on_from_what_was_paid_for()
    {
        await using var service = await ChatService.StartAsync("--Chat:MonthlyBudgets:default=0.012");
        await service.SendAsync("budget", 40, levels: 2);
        var (_, cost) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits/cost", ChatService.Request("budget", ChatService.Scorer("zeroShot"), ", \"budget\": 0.01"));
        var price = (decimal)cost!["price"]!;
        Assert.InRange(price, 0.014m, 0.02m);
        Assert.Equal((40, false, 2), ((int)cost["scorers"]![0]!["requests"]!, (bool)cost["isWithinBudget"]!, (int)cost["fits"]!));

        var first = await service.AuditAsync("budget", ChatService.Scorer("zeroShot"), ", \"budget\": 0.005");
        Assert.Equal("failed", (string)first["status"]!);
        Assert.Contains("would pass the audit's budget of 0.005 USD", (string)first["error"]!, StringComparison.Ordinal);
        var paid = service.Chat.Requests.Count;
        Assert.InRange(await SpentAsync(), 0.002m, 0.005m);

        var second = await service.AuditAsync("budget", ChatService.Scorer("zeroShot"), ", \"budget\": 1");
        Assert.Equal("failed", (string)second["status"]!);
        Assert.Contains("would pass the organisation's budget of this month of 0.012 USD", (string)second["error"]!, StringComparison.Ordinal);
        Assert.InRange(await SpentAsync(), 0.009m, 0.012m);
        // An audit fails at once; of its other fit an answer may be on its way, and room for one more request come of what the answer did not cost.
        await service.Database.WaitAsync("select count(*) = 0 from chat_sendings where result is null");
        // What the first audit paid for was not asked for again, though it failed.
        var asked = service.Chat.Requests.Select(LocalChat.ResponseOf).ToList();
        Assert.InRange(asked.Count, paid + 1, 40);
        Assert.Equal(asked.Count, asked.Distinct().Count());
        Assert.True(await service.Database.ScalarAsync<bool>(
            "select (select sum(cost) from chat_sendings) = (select spent from chat_accounts where account like 'month:%')"));
        Assert.InRange((decimal)(await service.Http.ReadAsync("/v1/chat-endpoints"))["spentThisMonth"]!, 0.009m, 0.012m);

        Task<decimal> SpentAsync() => service.Database.ScalarAsync<decimal>("select sum(cost) from chat_sendings");
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/v1")]
    [InlineData("http://no-such-host.invalid/v1")]
    public async Task An_endpoint_that_cannot_be_reached_costs_nothing(string address)
    {
        await using var service = await ChatService.StartAsync(
            $"--Chat:Endpoints:local:BaseAddress={address}", "--Chat:Endpoints:local:AllowHttp=true", "--Chat:Endpoints:local:Attempts=2",
            "--Chat:Endpoints:local:BackoffSeconds=0.01");
        await service.SendAsync("away", 24, levels: 2);
        var audit = await service.AuditAsync("away", ChatService.Scorer("zeroShot"));
        Assert.Equal("failed", (string)audit["status"]!);
        Assert.Contains("there is no connection to it", (string)audit["error"]!, StringComparison.Ordinal);
        await service.Database.WaitAsync("select count(*) = 0 from chat_sendings where result is null");
        Assert.True(await service.Database.ScalarAsync<long>("select count(*) from chat_sendings where result = 'not sent'") > 0);
        // A fit of the failed audit that was under way may try once more.
        await service.Database.WaitAsync("select sum(spent) = 0 from chat_accounts");
        Assert.Equal(0, (decimal)(await service.Http.ReadAsync("/v1/chat-endpoints"))["spentThisMonth"]!);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_what_to_send_instead()
    {
        await using var service = await ChatService.StartAsync();
        await service.SendAsync("refused", 24, levels: 2);
        foreach (var (scorer, words) in new[]
        {
            ("""{ "kind": "chat", "model": "gpt-9" }""", "endpoint 'local' has grader-1"),
            ("""{ "kind": "chat", "model": "grader-1", "endpoint": "http://127.0.0.1/" }""", "there are local"),
            ("""{ "kind": "chat", "model": "grader-1", "mode": "screening" }""", "kind chat has zeroShot, fewShot and fineTuned"),
            ("""{ "kind": "chat", "model": "grader-1", "splits": ["mixed"] }""", "leave them out"),
            ("""{ "kind": "chat", "model": "grader-1", "mode": "fewShot", "examples": 0 }""", "1 to 100"),
            ("""{ "kind": "chat", "model": "grader-1", "mode": "fewShot", "epochs": 2 }""", "mode fineTuned"),
            ("""{ "kind": "chat", "model": "grader-1", "checkpoint": "scratch:tiny" }""", "belong to kind bert"),
            ("""{ "kind": "bert", "model": "grader-1" }""", "belong to kind chat"),
            ("""{ "kind": "linear", "examples": 3 }""", "leave them out"),
        })
        {
            var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", ChatService.Request("refused", scorer));
            Assert.Equal(400, status);
            Assert.Contains(words, (string)problem!["detail"]!, StringComparison.Ordinal);
        }
        var (budget, wrong) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", ChatService.Request("refused", ChatService.Scorer("zeroShot"), ", \"budget\": -1"));
        Assert.Equal(400, budget);
        Assert.NotNull(wrong!["errors"]!["/budget"]);
        Assert.Empty(service.Chat.Everything);
    }
}
