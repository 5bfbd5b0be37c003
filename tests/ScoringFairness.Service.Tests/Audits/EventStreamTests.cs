using System.Net;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>Event streams ask the database as long as they are open: an organisation has so many and no more.</summary>
public sealed class EventStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_more_than_an_organisation_may_have_is_told_to_come_again_and_finds_a_place_that_is_left()
    {
        await using var service = new RunningService { Settings = ["--Access:EventStreams=2", "--Worker:Enabled=false"] };
        await service.InitializeAsync();
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(40), "text/csv");
        var (_, audit) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", """{ "items": ["q"], "attribute": "gender", "scorers": [ { "kind": "linear" } ] }""");
        var path = $"/v1/audits/{audit!["auditId"]}/events";
        using var first = await OpenAsync();
        using var second = await OpenAsync();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        using (var refused = await OpenAsync())
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
            Assert.Contains("Access__EventStreams", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
        second.Dispose();
        await Patience.UntilAsync(async () =>
        {
            using var again = await OpenAsync();
            return again.StatusCode == HttpStatusCode.OK;
        });

        Task<HttpResponseMessage> OpenAsync() =>
            service.Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }
}
