using System.Text.Json.Nodes;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Tests.Host.Access;

/// <summary>What a key may change that starts audits and does not read: what it began itself, and it is told no more of that than a look tells.</summary>
public sealed class AuditRoleTests(GuardedService guarded) : IClassFixture<GuardedService>
{
    private const string Audit =
        $$"""{ "items": ["{{GuardedService.Item}}"], "attribute": "gender", "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""";

    private string Auditor => guarded.Keys[("default", Role.Audit)];

    private string Admin => guarded.Keys[("default", Role.Admin)];

    [Fact]
    public async Task Audits_that_it_cannot_see_it_cannot_change()
    {
        var before = (await guarded.SendAsync(Admin, HttpMethod.Get, $"/v1/audits/{guarded.AuditId}")).Body!.ToJsonString();
        (HttpMethod Method, string Path, string? Body)[] changes =
        [
            (HttpMethod.Patch, "", """{ "name": "Renamed unseen" }"""),
            (HttpMethod.Patch, "", """{ "review": { "note": "Signed unseen.", "by": "A", "signedOff": true } }"""),
            (HttpMethod.Post, "/cancel", null), (HttpMethod.Post, "/retry", null), (HttpMethod.Delete, "", null),
        ];
        foreach (var (method, path, body) in changes)
        {
            var (status, problem) = await guarded.SendAsync(Auditor, method, $"/v1/audits/{guarded.AuditId}{path}", body);
            Assert.True(status == 404, $"{method} {path}: {status} {problem?.ToJsonString()}");
        }
        Assert.Equal(before, (await guarded.SendAsync(Admin, HttpMethod.Get, $"/v1/audits/{guarded.AuditId}")).Body!.ToJsonString());
    }

    [Fact]
    public async Task Of_its_own_it_is_told_what_a_look_tells()
    {
        var (_, started) = await guarded.SendAsync(Auditor, HttpMethod.Post, "/v1/audits", Audit);
        var path = $"/v1/audits/{started!["auditId"]}";
        await EndAsync(path);
        // As data with something to warn of would have it.
        await guarded.Service.Database.ScalarAsync<object>(
            $$"""update audits set warnings = '[{ "code": "some", "message": "12 of them" }]' where audit_id = '{{started["auditId"]}}'""");

        var (status, renamed) = await guarded.SendAsync(Auditor, HttpMethod.Patch, path, """{ "name": "Mine" }""");
        Assert.Equal((200, "Mine"), (status, (string)renamed!["name"]!));
        var (_, seen) = await guarded.SendAsync(Auditor, HttpMethod.Get, path);
        Assert.Equal(seen!.ToJsonString(), renamed.ToJsonString());
        Assert.Empty(seen["warnings"]!.AsArray());
        Assert.Null(seen["dataDigest"]);
        Assert.NotNull((await guarded.SendAsync(Admin, HttpMethod.Get, path)).Body!["dataDigest"]);

        // Links are for who may read what they open, of an audit of one's own too.
        var (linked, problem) = await guarded.SendAsync(Auditor, HttpMethod.Post, $"{path}/links", "{}");
        Assert.Equal(403, linked);
        Assert.Contains("read", (string)problem!["detail"]!, StringComparison.Ordinal);
        var (_, link) = await guarded.SendAsync(Admin, HttpMethod.Post, $"{path}/links", "{}");
        Assert.Equal(403, (await guarded.SendAsync(Auditor, HttpMethod.Delete, $"{path}/links/{link!["link"]!["linkId"]}")).Status);
        Assert.Equal(204, (await guarded.SendAsync(Auditor, HttpMethod.Delete, path)).Status);
    }

    [Fact]
    public async Task Under_an_idempotency_key_it_is_told_of_its_own_alone()
    {
        var (theirs, audit) = await StartAsync(Admin, "theirs");
        Assert.Equal(202, theirs);
        var (status, problem) = await StartAsync(Auditor, "theirs");
        Assert.Equal((422, null), (status, problem!["auditId"]));
        var (_, own) = await StartAsync(Auditor, "own");
        await EndAsync($"/v1/audits/{own!["auditId"]}");
        var (again, same) = await StartAsync(Auditor, "own");
        Assert.Equal((202, (string)own["auditId"]!), (again, (string)same!["auditId"]!));
        Assert.Null(same["dataDigest"]);
        await EndAsync($"/v1/audits/{audit!["auditId"]}");
    }

    [Fact]
    public async Task Schedules_that_another_made_it_cannot_change_and_their_verdicts_it_is_not_told()
    {
        const string Schedule = $$"""{ "cron": "0 3 1 1 *", "audit": {{Audit}} }""";
        Assert.Equal(201, (await guarded.SendAsync(Admin, HttpMethod.Put, "/v1/schedules/theirs", Schedule)).Status);
        var other = Schedule.Replace("1 1", "2 2", StringComparison.Ordinal);
        var (status, problem) = await guarded.SendAsync(Auditor, HttpMethod.Put, "/v1/schedules/theirs", other);
        Assert.Equal(409, status);
        Assert.Contains("scheduleId: 'theirs'", (string)problem!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(404, (await guarded.SendAsync(Auditor, HttpMethod.Delete, "/v1/schedules/theirs")).Status);
        Assert.Equal("0 3 1 1 *", (string)(await guarded.SendAsync(Admin, HttpMethod.Get, "/v1/schedules/theirs")).Body!["request"]!["cron"]!);

        Assert.Equal(201, (await guarded.SendAsync(Auditor, HttpMethod.Put, "/v1/schedules/own", Schedule)).Status);
        await guarded.Service.Database.ScalarAsync<object>(
            """update schedules set verdicts = '{ "bias | vendor": "exceeds" }', last_audit_id = 'one', error = '12 of them' where schedule_id = 'own'""");
        (status, var own) = await guarded.SendAsync(Auditor, HttpMethod.Put, "/v1/schedules/own", Schedule);
        Assert.Equal((200, null, null, null), (status, own!["verdicts"], own["lastAuditId"], own["error"]));
        Assert.NotNull((await guarded.SendAsync(Admin, HttpMethod.Get, "/v1/schedules/own")).Body!["verdicts"]);
        Assert.Equal(204, (await guarded.SendAsync(Auditor, HttpMethod.Delete, "/v1/schedules/own")).Status);
    }

    private Task EndAsync(string path) => Patience.UntilAsync(
        async () => (string)(await guarded.SendAsync(Admin, HttpMethod.Get, path)).Body!["status"]! == "completed");

    private async Task<(int Status, JsonNode? Body)> StartAsync(string key, string idempotencyKey)
    {
        using var http = new HttpClient { BaseAddress = guarded.Open.BaseAddress };
        http.DefaultRequestHeaders.Add(AccessHandler.Header, key);
        http.DefaultRequestHeaders.Add("Idempotency-Key", idempotencyKey);
        return await http.SendAsync(HttpMethod.Post, "/v1/audits", Audit);
    }
}
