using System.Net;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>How long an audit would take: by what has run here, and by nothing where nothing has.</summary>
public sealed class TimeEstimateTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Linear = """{ "kind": "linear", "splits": ["mixed"] }""";
    private const string Bert = """{ "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 2, "maxTokens": 16, "splits": ["mixed"] }""";

    [Fact]
    public async Task It_rests_on_fits_of_like_scorers_that_are_done_and_scales_with_their_work()
    {
        foreach (var (item, responses) in new[] { ("small", 80), ("large", 160) })
        {
            await service.Http.SendAsync(
                HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(responses, levels: 3), "text/csv");
        }
        var unknown = await CostAsync("small", Linear);
        Assert.Null(unknown["seconds"]);
        Assert.Equal((null, 0), ((double?)unknown["scorers"]![0]!["seconds"], (int)unknown["scorers"]![0]!["measuredFits"]!));
        Assert.Contains("No training run like those of 'linear' is done here yet", (string)unknown["note"]!, StringComparison.Ordinal);

        var audit = await service.Http.AuditAsync(
            $$"""{ "items": ["small"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ {{Linear}}, {{Bert}} ] }""");
        Assert.Equal("completed", (string)audit["status"]!);
        // What the machine took is of no concern here: two seconds a fit of linear, ten of the network.
        await service.Database.ScalarAsync<long>(
            "with changed as (update fits set seconds = case scorer when 'linear' then 2 else 10 end returning 1) select count(*) from changed");

        var known = await CostAsync("small", Linear, Bert);
        Assert.Equal([4.0, 20.0], known["scorers"]!.AsArray().Select(scorer => (double)scorer!["seconds"]!));
        Assert.Equal([2, 2], known["scorers"]!.AsArray().Select(scorer => (int)scorer!["measuredFits"]!));
        // Two at once.
        Assert.Equal((12.0, 2), ((double)known["seconds"]!, (int)known["atOnce"]!));
        // Twice the responses, whose texts are a little longer.
        Assert.InRange(await SecondsAsync("large", Linear), 8, 8.5);
        // A response that is trained on takes three times one that is scored: 3 × 60 + 20 in the place of 3 × 40 + 40, in four fits.
        Assert.Equal(10, await SecondsAsync("small", Linear, folds: 4));
        // 3 × 40 × 4 + 40 in the place of 3 × 40 × 2 + 40.
        Assert.Equal(37, await SecondsAsync("small", Bert.Replace("\"epochs\": 2", "\"epochs\": 4", StringComparison.Ordinal)));

        var half = await CostAsync("small", Linear, Bert.Replace("tiny", "mini", StringComparison.Ordinal));
        Assert.Equal((null, 4.0, null),
            ((double?)half["seconds"], (double?)half["scorers"]![0]!["seconds"], (double?)half["scorers"]![1]!["seconds"]));
        using var form = new FormUrlEncodedContent(
            [new("items", "small"), new("attribute", "gender"), new("folds", "2"), new("trained", "linear"), new("ask", "cost")]);
        using var answer = await service.Http.PostAsync(new Uri("/audits", UriKind.Relative), form, TestContext.Current.CancellationToken);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Matches(
            @"Training takes about \d+ s here, 2 at once\. "
            + @"One training run after the other it would be \d+ s for linear, by 2 earlier runs like it\. Measured on training runs", page);
    }

    private async Task<double> SecondsAsync(string item, string scorer, int folds = 2) =>
        (double)(await CostAsync(item, folds, scorer))["scorers"]![0]!["seconds"]!;

    private Task<JsonNode> CostAsync(string item, params string[] scorers) => CostAsync(item, 2, scorers);

    private async Task<JsonNode> CostAsync(string item, int folds, params string[] scorers)
    {
        var (status, cost) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits/cost",
            $$"""{ "items": ["{{item}}"], "attribute": "gender", "folds": {{folds}}, "scorers": [ {{string.Join(", ", scorers)}} ] }""");
        Assert.True(status == 200, cost?.ToJsonString());
        return cost!["time"]!;
    }
}
