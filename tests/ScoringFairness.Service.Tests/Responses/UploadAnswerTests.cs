using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Responses;

/// <summary>What clients are told of an upload, at once and afterwards.</summary>
public sealed class UploadAnswerTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Scale = "createItems=true&scaleMin=0&scaleMax=3";

    [Theory]
    [InlineData("reject", 422, 0)]
    [InlineData("skip", 200, 100)]
    public async Task All_errors_are_listed_at_their_address(string onError, int status, int stored)
    {
        var csv = new StringBuilder("responseId,text,humanScore\n");
        for (var number = 1; number <= 350; number++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"r{number},the secret of student {number},{(number > 250 ? 1 : 9)}\n");
        }
        var (got, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=errors-{onError}&onError={onError}&{Scale}", csv.ToString(), "text/csv");
        Assert.Equal((status, 350, 250, stored), (got, (int)answer!["received"]!, (int)answer["rejected"]!, (int)answer["inserted"]!));
        Assert.Equal(100, answer["errors"]!.AsArray().Count);
        var rows = new List<int>();
        string? after = null;
        do
        {
            var page = await service.Http.ReadAsync($"{answer["errorsUrl"]}?limit=90{(after is null ? "" : "&after=" + after)}");
            rows.AddRange(page["items"]!.AsArray().Select(error => (int)error!["row"]!));
            Assert.DoesNotContain("secret", page.ToJsonString(), StringComparison.Ordinal);
            after = (string?)page["next"];
        }
        while (after is not null);
        Assert.Equal(Enumerable.Range(1, 250), rows);
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Get, "/v1/uploads/none/errors")).Status);
    }

    [Fact]
    public async Task The_same_upload_under_the_same_key_is_answered_as_the_first_was()
    {
        const string Csv = "responseId,text,humanScore\na,one,1\nb,two,2\n";
        var answers = await Task.WhenAll(PostAsync("key-1", Csv), PostAsync("key-1", Csv), PostAsync("key-1", Csv));
        Assert.All(answers, answer => Assert.Equal((200, 2, 0), (answer.Status, (int)answer.Body["inserted"]!, (int)answer.Body["unchanged"]!)));
        var (other, problem) = await PostAsync("key-1", "responseId,text,humanScore\na,one,3\n");
        Assert.Equal((422, "urn:scoring-fairness:problem:idempotency-key-reused"), (other, (string)problem["type"]!));
        Assert.Equal(1, (double)(await service.Http.ReadAsync("/v1/responses/keyed/a"))["humanScore"]!);
    }

    [Fact]
    public async Task The_key_of_a_refused_upload_can_be_used_for_the_corrected_one()
    {
        Assert.Equal(422, (await PostAsync("key-2", "responseId,text,humanScore\nx,one,9\n")).Status);
        Assert.Equal(200, (await PostAsync("key-2", "responseId,text,humanScore\nx,one,3\n")).Status);
    }

    private async Task<(int Status, JsonNode Body)> PostAsync(string key, string csv)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/responses?item=keyed&{Scale}")
        {
            Content = new StringContent(csv, Encoding.UTF8, "text/csv"),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
