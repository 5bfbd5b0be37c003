using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Tests.Host.Access;

/// <summary>Every endpoint, as those see it who may not use it.</summary>
public sealed class AccessTests(GuardedService guarded) : IClassFixture<GuardedService>
{
    /// <summary>What anybody may see: nothing in it belongs to an organisation, but for what a secret of its own opens.</summary>
    private static readonly string[] Public =
        ["/health/live", "/health/ready", "/version", "/sign-in", "/sign-out", "/live.js", "/favicon.ico", "/shared/{secret}"];

    [Fact]
    public async Task Without_a_key_no_endpoint_answers()
    {
        var closed = Calls().Where(call => !Public.Contains(call.Pattern)).ToList();
        Assert.True(closed.Count > 35);
        foreach (var (method, _, path, _) in closed)
        {
            var (status, problem) = await guarded.SendAsync(null, method, path, Body(method));
            Assert.True(status == 401, $"{method} {path}: {status}");
            Assert.Equal("urn:scoring-fairness:problem:no-access", (string?)problem!["type"]);
        }
        Assert.All(Public, pattern => Assert.Contains(Calls(), call => call.Pattern == pattern));
    }

    [Fact]
    public async Task A_key_without_the_role_is_refused_by_every_endpoint()
    {
        foreach (var (method, pattern, path, needed) in Calls().Where(call => !Public.Contains(call.Pattern)))
        {
            foreach (var role in Role.All.Where(role => !needed.Split(" or ").Contains(role) && role != Role.Admin))
            {
                var (status, problem) = await guarded.SendAsync(guarded.Keys[("default", role)], method, path, Body(method));
                Assert.True(status == 403, $"{method} {pattern} with role {role}: {status}");
                Assert.Contains(needed, (string)problem!["detail"]!, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_key_that_starts_audits_may_follow_its_own_and_no_other()
    {
        var own = guarded.Keys[("default", Role.Audit)];
        var (status, started) = await guarded.SendAsync(
            own, HttpMethod.Post, "/v1/audits",
            $$"""
            { "items": ["{{GuardedService.Item}}"], "attribute": "gender", "scorers": [ { "kind": "external", "scorer": "vendor" } ] }
            """);
        Assert.Equal(202, status);
        JsonNode? audit = null;
        await Patience.UntilAsync(async () =>
            (string)(audit = (await guarded.SendAsync(own, HttpMethod.Get, $"/v1/audits/{started!["auditId"]}")).Body)!["status"]! == "completed");
        // What the data are like is for who may read.
        await guarded.Service.Database.ScalarAsync<object>(
            $$"""update audits set warnings = '[{ "code": "some", "message": "12 of them" }]' where audit_id = '{{started!["auditId"]}}'""");
        (_, audit) = await guarded.SendAsync(own, HttpMethod.Get, $"/v1/audits/{started["auditId"]}");
        Assert.Empty(audit!["warnings"]!.AsArray());
        var (_, read) = await guarded.SendAsync(guarded.Keys[("default", Role.Read)], HttpMethod.Get, $"/v1/audits/{started["auditId"]}");
        Assert.Single(read!["warnings"]!.AsArray());
        Assert.Equal(200, (await guarded.SendAsync(own, HttpMethod.Get, $"/v1/audits/{started["auditId"]}/events")).Status);
        foreach (var path in (string[])[$"/v1/audits/{guarded.AuditId}", $"/v1/audits/{guarded.AuditId}/events"])
        {
            Assert.Equal(404, (await guarded.SendAsync(own, HttpMethod.Get, path)).Status);
        }
        Assert.Equal(403, (await guarded.SendAsync(own, HttpMethod.Get, $"/v1/audits/{started["auditId"]}/report")).Status);
    }

    [Fact]
    public async Task The_key_of_another_organisation_finds_and_changes_nothing()
    {
        var key = guarded.Keys[("other", Role.Admin)];
        var before = await CountAsync();
        foreach (var (method, pattern, path, _) in Calls().Where(call => !Public.Contains(call.Pattern)))
        {
            using var http = new HttpClient { BaseAddress = guarded.Open.BaseAddress };
            http.DefaultRequestHeaders.Add(AccessHandler.Header, key);
            using var request = new HttpRequestMessage(method, path);
            if (Body(method) is { } body)
            {
                request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            }
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (pattern.Contains('{', StringComparison.Ordinal) && !new[] { HttpMethod.Put, HttpMethod.Post, HttpMethod.Patch }.Contains(method))
            {
                Assert.True((int)answer.StatusCode == 404, $"{method} {pattern}: {(int)answer.StatusCode}");
            }
            // What was asked for may be named in the refusal; nothing else of the other organisation is known here.
            var known = text.Replace($"item '{GuardedService.Item}'", "", StringComparison.Ordinal)
                .Replace($"audit '{guarded.AuditId}'", "", StringComparison.Ordinal);
            Assert.True(
                (int)answer.StatusCode is >= 400 and < 500
                    || !(known.Contains(guarded.AuditId, StringComparison.Ordinal) || known.Contains("vendor", StringComparison.Ordinal)),
                $"{method} {pattern}: {text}");
        }
        Assert.Equal(before, await CountAsync());

        async Task<string?> CountAsync() => await guarded.Service.Database.ScalarAsync<string>(
            """
            select format('%s items, %s responses, %s scores, %s audits (%s), %s measures, %s keys',
              (select count(*) from items where organisation_id = 'default'), (select count(*) from responses where organisation_id = 'default'),
              (select count(*) from machine_scores where organisation_id = 'default'), (select count(*) from audits where organisation_id = 'default'),
              (select string_agg(status, ',') from audits where organisation_id = 'default'), (select count(*) from measures where organisation_id = 'default'),
              (select count(*) from api_keys where organisation_id = 'default' and revoked_at is null))
            """);
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_from_the_next_request_on_nor_does_a_wrong_secret()
    {
        var admin = guarded.Keys[("other", Role.Admin)];
        var (_, made) = await guarded.SendAsync(admin, HttpMethod.Post, "/v1/keys", """{ "name": "short", "roles": ["read"], "expiresInDays": 1 }""");
        var key = (string)made!["key"]!;
        Assert.Equal(200, (await guarded.SendAsync(key, HttpMethod.Get, "/v1/items")).Status);
        Assert.Equal(401, (await guarded.SendAsync(key[..^1] + (key[^1] == 'A' ? 'B' : 'A'), HttpMethod.Get, "/v1/items")).Status);
        Assert.Equal(204, (await guarded.SendAsync(admin, HttpMethod.Delete, $"/v1/keys/{made["listed"]!["keyId"]}")).Status);
        Assert.Equal(401, (await guarded.SendAsync(key, HttpMethod.Get, "/v1/items")).Status);
        var (_, second) = await guarded.SendAsync(admin, HttpMethod.Post, "/v1/keys", """{ "name": "over", "roles": ["read"], "expiresInDays": 1 }""");
        await guarded.Service.Database.ScalarAsync<object>(
            $"update api_keys set expires_at = now() - interval '1 s' where key_id = '{second!["listed"]!["keyId"]}'");
        Assert.Equal(401, (await guarded.SendAsync((string)second["key"]!, HttpMethod.Get, "/v1/items")).Status);
    }

    [Fact]
    public async Task A_key_is_shown_once_and_its_secret_is_stored_nowhere()
    {
        var (_, keys) = await guarded.SendAsync(guarded.Keys[("default", Role.Admin)], HttpMethod.Get, "/v1/keys");
        Assert.Equal(5, keys!.AsArray().Count);
        var secret = guarded.Keys[("default", Role.Read)].Split('_', 3)[2];
        Assert.DoesNotContain(secret, keys.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(0, await guarded.Service.Database.ScalarAsync<long>($"select count(*) from api_keys k where k::text like '%{secret}%'"));
    }

    [Theory]
    [InlineData("""{ "name": "", "roles": ["read"] }""", "name")]
    [InlineData("""{ "name": "x", "roles": [] }""", "roles")]
    [InlineData("""{ "name": "x", "roles": ["root"] }""", "roles")]
    [InlineData("""{ "name": "x", "roles": ["read"], "expiresInDays": 0 }""", "expiresInDays")]
    public async Task A_key_that_cannot_be_made_is_refused_with_the_field(string request, string field)
    {
        var (status, problem) = await guarded.SendAsync(guarded.Keys[("other", Role.Admin)], HttpMethod.Post, "/v1/keys", request);
        Assert.Equal(400, status);
        Assert.NotNull(problem!["errors"]![$"/{field}"]);
    }

    private static string? Body(HttpMethod method) => method == HttpMethod.Post || method == HttpMethod.Put ? "{}" : null;

    private IEnumerable<(HttpMethod Method, string Pattern, string Path, string Role)> Calls() =>
        from endpoint in guarded.Service.Endpoints
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        let path = pattern.Replace("{itemId}", GuardedService.Item, StringComparison.Ordinal).Replace("{responseId}", "r1", StringComparison.Ordinal)
            .Replace("{auditId}", guarded.AuditId, StringComparison.Ordinal).Replace("{studentId}", GuardedService.Student, StringComparison.Ordinal)
            .Replace("{keyId}", guarded.KeyId, StringComparison.Ordinal).Replace("{uploadId}", "none", StringComparison.Ordinal)
        select (HttpMethod.Parse(method), pattern, path, endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy ?? Role.Admin);
}
