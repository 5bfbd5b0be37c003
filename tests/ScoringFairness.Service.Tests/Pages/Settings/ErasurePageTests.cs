using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Tests.Host.Access;

namespace ScoringFairness.Service.Tests.Pages.Settings;

/// <summary>A student is erased on a page, after what is known was counted and the deletion confirmed.</summary>
public sealed class ErasurePageTests(GuardedService guarded) : IClassFixture<GuardedService>
{
    private const string Student = "pupil-9";

    [Fact]
    public async Task What_is_known_is_counted_then_erased_on_confirmation_alone()
    {
        using var admin = Client(Role.Admin);
        using var ingest = Client(Role.Ingest);
        foreach (var item in (string[])["first", "second"])
        {
            await admin.SendAsync(
                HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=1",
                $"responseId,studentId,text,humanScore\nr1,{Student},a text,1\nr2,{Student},another,0\nr3,someone,third,0", "text/csv");
        }
        await admin.SendAsync(HttpMethod.Post, "/v1/scores?scorer=own&item=first", "responseId,score\nr1,1\nr3,0", "text/csv");

        var (status, address, words) = await admin.PostAsync("/settings/erasure", ("student", Student));
        Assert.Equal((200, "/settings/erasure"), (status, address));
        Assert.Contains("first 2 responses second 2 responses Machine scores from outside 1 ", words, StringComparison.Ordinal);
        var untold = (await ingest.PostAsync("/settings/erasure", ("student", Student))).Words;
        Assert.DoesNotContain("Machine scores from outside", untold, StringComparison.Ordinal);
        (status, _, words) = await admin.PostAsync("/settings/erasure/confirm", ("student", Student));
        Assert.Equal(400, status);
        Assert.Contains("Tick the box", words, StringComparison.Ordinal);
        Assert.Equal(200, (await admin.SendAsync(HttpMethod.Get, "/v1/responses/first/r1")).Status);

        (status, _, words) = await ingest.PostAsync("/settings/erasure/confirm", ("student", Student), ("sure", "yes"));
        Assert.Equal(200, status);
        Assert.Contains("Erased: 4 responses with texts and human scores, and 1 machine score.", words, StringComparison.Ordinal);
        Assert.Equal(404, (await admin.SendAsync(HttpMethod.Get, "/v1/responses/first/r1")).Status);
        Assert.Equal(200, (await admin.SendAsync(HttpMethod.Get, "/v1/responses/first/r3")).Status);

        (status, _, words) = await admin.PostAsync("/settings/erasure", ("student", Student));
        Assert.Equal(400, status);
        Assert.Contains("Nothing is known of this student", words, StringComparison.Ordinal);
        using var reader = Client(Role.Read);
        Assert.Equal(403, (await reader.PostAsync("/settings/erasure", ("student", Student))).Status);
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/settings/erasure") { Content = new FormUrlEncodedContent([new("student", Student)]) };
        foreign.Headers.Add("Origin", "http://elsewhere.example");
        using var refused = await admin.SendAsync(foreign, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private HttpClient Client(string role)
    {
        var http = new HttpClient { BaseAddress = guarded.Open.BaseAddress };
        http.DefaultRequestHeaders.Add(AccessHandler.Header, guarded.Keys[("default", role)]);
        return http;
    }
}
