using System.Diagnostics;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Tests.Host.Access;

/// <summary>Whom keys let in is remembered, and forgotten with the first change.</summary>
public sealed class KnownKeyTests(GuardedService guarded) : IClassFixture<GuardedService>
{
    [Theory]
    [InlineData("revoked_at = now()", 401)]
    [InlineData("roles = '{scores}'", 403)]
    [InlineData("expires_at = now() + interval '0.3 s'", 401)]
    public async Task A_key_that_another_process_changes_counts_as_changed_here(string change, int refused)
    {
        var (key, keyId) = await MakeAsync();
        await KnowAsync(key);
        await guarded.Service.Database.ScalarAsync<object>($"update api_keys set {change} where key_id = '{keyId}'");
        Assert.True(await RefusedWithinAsync(key, refused, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task What_was_known_is_forgotten_where_the_connection_that_tells_of_changes_is_lost()
    {
        var (key, keyId) = await MakeAsync();
        await KnowAsync(key);
        // With no trigger nobody is told: that the key still opened nothing then shows that nothing is remembered.
        await guarded.Service.Database.ScalarAsync<object>(
            $"""
            alter table api_keys disable trigger told;
            update api_keys set revoked_at = now() where key_id = '{keyId}';
            alter table api_keys enable trigger told;
            select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen scoring_fairness_keys'
            """);
        Assert.True(await RefusedWithinAsync(key, 401, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task Keys_revoked_while_many_requests_use_them_open_nothing_afterwards()
    {
        var admin = guarded.Keys[("other", Role.Admin)];
        for (var round = 0; round < 10; round++)
        {
            var (key, keyId) = await MakeAsync();
            var busy = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                while ((await guarded.SendAsync(key, HttpMethod.Get, "/v1/items")).Status == 200)
                {
                }
            })).ToList();
            await KnowAsync(key);
            Assert.Equal(204, (await guarded.SendAsync(admin, HttpMethod.Delete, $"/v1/keys/{keyId}")).Status);
            Assert.Equal(401, (await guarded.SendAsync(key, HttpMethod.Get, "/v1/items")).Status);
            await Task.WhenAll(busy).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }
    }

    private async Task<(string Key, string KeyId)> MakeAsync()
    {
        var (_, made) = await guarded.SendAsync(
            guarded.Keys[("other", Role.Admin)], HttpMethod.Post, "/v1/keys", """{ "name": "short", "roles": ["read"], "expiresInDays": 1 }""");
        return ((string)made!["key"]!, (string)made["listed"]!["keyId"]!);
    }

    private async Task KnowAsync(string key)
    {
        for (var times = 0; times < 3; times++)
        {
            Assert.Equal(200, (await guarded.SendAsync(key, HttpMethod.Get, "/v1/items")).Status);
        }
    }

    private async Task<bool> RefusedWithinAsync(string key, int status, TimeSpan time)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time; await Task.Delay(20))
        {
            if ((await guarded.SendAsync(key, HttpMethod.Get, "/v1/items")).Status == status)
            {
                return true;
            }
        }
        return false;
    }
}
