using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Tests.Host.Access;

/// <summary>The queue's dashboard shows the jobs of every organisation: to who runs the installation alone.</summary>
public sealed class DashboardTests(GuardedService guarded) : IClassFixture<GuardedService>
{
    [Theory]
    [InlineData("default", Role.Admin, 200)]
    [InlineData("default", Role.Audit, 403)]
    [InlineData("other", Role.Admin, 403)]
    public async Task It_is_for_admins_of_the_organisation_that_runs_the_installation(string organisation, string role, int expected)
    {
        foreach (var path in (string[])["/hangfire", "/hangfire/jobs/succeeded"])
        {
            Assert.Equal(expected, (await guarded.SendAsync(guarded.Keys[(organisation, role)], HttpMethod.Get, path)).Status);
        }
    }

    [Fact]
    public async Task What_another_sites_page_sends_is_refused()
    {
        using var http = new HttpClient { BaseAddress = guarded.Open.BaseAddress };
        http.DefaultRequestHeaders.Add(AccessHandler.Header, guarded.Keys[("default", Role.Admin)]);
        http.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        Assert.Equal(403, (await http.SendAsync(
            HttpMethod.Post, "/hangfire/stats", "metrics%5B%5D=succeeded:count", "application/x-www-form-urlencoded")).Status);
    }
}
