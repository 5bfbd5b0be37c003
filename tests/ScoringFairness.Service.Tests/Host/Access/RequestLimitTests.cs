using System.Net;

namespace ScoringFairness.Service.Tests.Host.Access;

/// <summary>A caller that asks too often is told when to ask again.</summary>
public sealed class RequestLimitTests
{
    [Fact]
    public async Task Requests_beyond_the_rate_are_answered_429_with_a_time()
    {
        await using var service = new RunningService { Settings = ["--Access:RequestsPerSecond=1", "--Access:Burst=3", "--Worker:Enabled=false"] };
        await service.InitializeAsync();
        var statuses = new List<HttpStatusCode>();
        for (var request = 0; request < 6; request++)
        {
            using var answer = await service.Http.GetAsync("/v1/items", TestContext.Current.CancellationToken);
            statuses.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            }
        }
        Assert.Equal(3, statuses.TakeWhile(status => status == HttpStatusCode.OK).Count());
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }
}
