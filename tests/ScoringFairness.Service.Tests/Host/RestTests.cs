using System.Net;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>What a user of REST services takes for granted.</summary>
public sealed class RestTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Csv = "text/csv";

    private static readonly string[] WordsOfTheFramework =
        ["Implicit body", "Required parameter", "Failed to", "parameter of the request cannot be read", "System.", "Exception", "JSON value could not"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Head_is_answered_as_get_is_without_the_body()
    {
        var auditId = await AuditAsync("head");
        foreach (var path in (string[])
            ["/v1/items", "/v1/items/head", "/v1/items/none", "/v1/audits", $"/v1/audits/{auditId}", $"/v1/audits/{auditId}/report", "/health/live",
                $"/v1/audits/{auditId}/report.csv", $"/v1/audits/{auditId}/events", "/v1/policy?limit=5", "/version", "/swagger/v1/swagger.json", "/audits"])
        {
            using var get = await service.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await service.Http.SendAsync(request, Cancellation);
            Assert.Equal((path, get.StatusCode, get.Content.Headers.ContentType), (path, head.StatusCode, head.Content.Headers.ContentType));
            Assert.Equal(get.Headers.ETag, head.Headers.ETag);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
        }
    }

    [Fact]
    public async Task Every_location_answers()
    {
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=place&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(40), Csv);
        const string Audit = """{ "items": ["place"], "attribute": "gender", "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""";
        (HttpMethod, string, string, HttpStatusCode)[] sent =
        [
            (HttpMethod.Put, "/v1/items/a%2Fb", """{ "scale": { "min": 0, "max": 3 } }""", HttpStatusCode.Created),
            (HttpMethod.Post, "/v1/audits", Audit, HttpStatusCode.Accepted),
            (HttpMethod.Put, "/v1/schedules/place", $$"""{ "cron": "0 3 * * 1", "audit": {{Audit}} }""", HttpStatusCode.Created),
        ];
        foreach (var (method, path, body, status) in sent)
        {
            Assert.Equal(HttpStatusCode.OK, await FollowAsync(service.Http, method, path, body, status, key: null));
        }
        await using var guarded = new RunningService();
        await guarded.InitializeAsync();
        // From the first key on nobody is let in without one.
        Assert.Equal(HttpStatusCode.OK, await FollowAsync(
            guarded.Http, HttpMethod.Post, "/v1/keys", """{ "name": "first", "roles": ["admin"] }""", HttpStatusCode.Created, "key"));
    }

    [Fact]
    public async Task Rows_that_are_all_refused_are_no_success_whatever_is_skipped()
    {
        const string Path = "/v1/responses?item=skip&createItems=true&scaleMin=0&scaleMax=1&onError=skip";
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, Path, "responseId,text,humanScore\nr1,a text,7\nr2,,1", Csv);
        Assert.Equal((422, 2, 0), (status, (int)answer!["rejected"]!, (int)answer["inserted"]!));
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Get, "/v1/items/skip")).Status);
        (status, answer) = await service.Http.SendAsync(HttpMethod.Post, Path, "responseId,text,humanScore\nr1,a text,7\nr2,text,1", Csv);
        Assert.Equal((200, 1, 1), (status, (int)answer!["rejected"]!, (int)answer["inserted"]!));
    }

    [Fact]
    public async Task Audits_are_chosen_by_state_item_schedule_and_verdict_in_either_order()
    {
        string[] worstFirst = ["exceeds", "inconclusive", "undefined", "within"];
        var first = await AuditAsync("choose-1");
        var second = await AuditAsync("choose-2");
        var third = await AuditAsync("choose-1");
        Assert.Equal([third, first], await ListAsync("item=choose-1"));
        Assert.Equal([first, third], await ListAsync("item=choose-1&order=oldest"));
        Assert.Equal([second], await ListAsync("item=choose-2&status=completed"));
        Assert.Empty(await ListAsync("item=choose-2&status=failed"));
        Assert.Empty(await ListAsync("schedule=nightly"));
        await service.Database.ScalarAsync<int>($"update audits set schedule_id = 'nightly' where audit_id = '{second}'; select 1");
        Assert.Equal([second], await ListAsync("schedule=nightly"));
        // Of several answers to a question the worst counts.
        var worst = (await service.Http.ReadAsync($"/v1/audits/{first}/report"))["summary"]!.AsArray()
            .GroupBy(answer => (string)answer!["question"]!, answer => (string)answer!["verdict"]!)
            .Select(question => question.MinBy(verdict => Array.IndexOf(worstFirst, verdict))).ToHashSet();
        foreach (var verdict in worstFirst)
        {
            var found = await ListAsync($"item=choose-1&verdict={verdict}");
            Assert.Equal(worst.Contains(verdict) ? [third, first] : [], found);
        }
        // A part of the list that its filter leaves short goes on.
        var page = await service.Http.ReadAsync("/v1/audits?item=choose-1&limit=1");
        Assert.Equal(third, (string)page["items"]!.AsArray().Single()!["auditId"]!);
        Assert.Equal([first], await ListAsync($"item=choose-1&limit=1&after={page["next"]}"));
    }

    [Fact]
    public async Task One_rule_holds_for_what_is_sent_twice_under_a_key()
    {
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=key&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(40), Csv);
        (string Path, string Body, string Other, string Bad, string Type)[] kinds =
        [
            ("/v1/responses?item=key", "responseId,text,humanScore\nk1,a text,1", "responseId,text,humanScore\nk2,a text,1",
                "responseId,text,humanScore\nk1,a text,9", Csv),
            ("/v1/scores?item=key&scorer=s", "responseId,score\nr1,1", "responseId,score\nr1,0", "responseId,score\nr1,x", Csv),
            ("/v1/audits", Audit("one"), Audit("other"), """{ "items": ["none"], "attribute": "gender" }""", "application/json"),
        ];
        foreach (var (path, body, other, bad, type) in kinds)
        {
            var key = $"key of {path}";
            Assert.InRange((await KeyedAsync(path, bad, type, key)).Status, 400, 422);
            var (status, first) = await KeyedAsync(path, body, type, key);
            Assert.InRange(status, 200, 202);
            var (again, second) = await KeyedAsync(path, body, type, key);
            Assert.Equal(status, again);
            foreach (var name in (string[])["auditId", "received", "inserted", "unchanged"])
            {
                Assert.Equal(first![name]?.ToJsonString(), second![name]?.ToJsonString());
            }
            var (refused, problem) = await KeyedAsync(path, other, type, key);
            Assert.Equal((422, "urn:scoring-fairness:problem:idempotency-key-reused"), (refused, (string?)problem!["type"]));
            var (wrong, named) = await KeyedAsync(path, body, type, new string('k', 201));
            Assert.Equal((400, true), (wrong, named!["errors"]!["Idempotency-Key"] is not null));
        }
        // A key is shown once, so that its making cannot be told again.
        var (none, why) = await KeyedAsync("/v1/keys", """{ "name": "x", "roles": ["read"] }""", "application/json", "k");
        Assert.Equal((400, true), (none, why!["errors"]!["Idempotency-Key"] is not null));

        static string Audit(string name) =>
            $$"""{ "name": "{{name}}", "items": ["key"], "attribute": "gender", "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""";
    }

    [Fact]
    public async Task No_refusal_speaks_in_words_of_the_framework()
    {
        var description = await service.Http.ReadAsync("/swagger/v1/swagger.json");
        var operations = description["paths"]!.AsObject().Where(path => path.Key.StartsWith("/v1/", StringComparison.Ordinal))
            .SelectMany(path => path.Value!.AsObject().Select(operation => (Path: path.Key, Method: HttpMethod.Parse(operation.Key)))).ToList();
        Assert.True(operations.Count > 40);
        foreach (var (path, method) in operations.Where(one => one.Method == HttpMethod.Post || one.Method == HttpMethod.Put))
        {
            foreach (var (body, type) in ((string?, string)[])
                [(null, ""), ("", "application/json"), ("[1]", "application/json"), ("\"x\"", "application/json"), ("{\"items\":{}}", "application/json"),
                    ("{", "application/json"), ("a,b", "text/plain"), ("{}", "application/xml"), ("x=1", "application/x-www-form-urlencoded")])
            {
                var target = System.Text.RegularExpressions.Regex.Replace(path, "{[^}]*}", "none");
                var (status, problem) = await service.Http.SendAsync(method, target, body, type.Length == 0 ? "application/json" : type);
                if (status < 400)
                {
                    continue;
                }
                Assert.True(status < 500, $"{method} {path} {body}: {status}");
                Assert.All(WordsOfTheFramework, words => Assert.DoesNotContain(words, problem!.ToJsonString(), StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task A_pointer_escapes_what_a_name_holds()
    {
        var (_, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", """{ "items": "all", "attribute": "gender", "tolerances": { "a/b~c": "x" } }""");
        Assert.NotNull(problem!["errors"]!["/tolerances/a~1b~0c"]);
    }

    private static async Task<HttpStatusCode> FollowAsync(
        HttpClient http, HttpMethod method, string path, string body, HttpStatusCode expected, string? key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request, Cancellation);
        Assert.Equal(expected, answer.StatusCode);
        using var follow = new HttpRequestMessage(HttpMethod.Get, answer.Headers.Location);
        if (key is not null)
        {
            follow.Headers.Add("X-Api-Key", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))![key]!);
        }
        using var followed = await http.SendAsync(follow, Cancellation);
        return followed.StatusCode;
    }

    private async Task<(int Status, JsonNode? Body)> KeyedAsync(string path, string body, string type, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = new(type);
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await service.Http.SendAsync(request, Cancellation);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation)));
    }

    private async Task<string[]> ListAsync(string query) =>
        [.. (await service.Http.ReadAsync($"/v1/audits?{query}"))["items"]!.AsArray().Select(audit => (string)audit!["auditId"]!)];

    /// <summary>An audit of scores from outside that is done.</summary>
    private async Task<string> AuditAsync(string item)
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(60), Csv);
        await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/scores?scorer=vendor&item={item}",
            "responseId,score\n" + string.Join('\n', Enumerable.Range(0, 60).Select(number => $"r{number},{number / 2 % 2}")), Csv);
        var audit = await service.Http.AuditAsync(
            $$"""{ "items": "{{item}}", "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        return (string)audit["auditId"]!;
    }
}
