namespace ScoringFairness.Service.Tests.Scores;

public sealed class ScoreUploadTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Header = "scorer,itemId,responseId,score\n";

    [Theory]
    [InlineData("text/csv", "scorer,itemId,responseId,score,probabilities1,probabilities2\nm,{0},r0,0.75,0.25,0.75\nm,{0},r1,-3,,\n")]
    [InlineData(
        "application/json",
        "[{\"scorer\":\"m\",\"itemId\":\"{0}\",\"responseId\":\"r0\",\"score\":0.75,\"probabilities\":[0.25,0.75]},"
            + "{\"scorer\":\"m\",\"itemId\":\"{0}\",\"responseId\":\"r1\",\"score\":-3}]")]
    [InlineData(
        "application/x-ndjson",
        "{\"scorer\":\"m\",\"itemId\":\"{0}\",\"responseId\":\"r0\",\"score\":0.75,\"probabilities\":[0.25,0.75]}\n"
            + "{\"scorer\":\"m\",\"itemId\":\"{0}\",\"responseId\":\"r1\",\"score\":-3}\n")]
    public async Task Scores_are_stored_from_every_format_and_again_change_nothing(string contentType, string body)
    {
        var item = "scored " + contentType;
        await RespondAsync(item);
        var sent = body.Replace("{0}", item, StringComparison.Ordinal);
        var (status, first) = await service.Http.SendAsync(HttpMethod.Post, "/v1/scores", sent, contentType);
        Assert.True(status == 200, first?.ToJsonString());
        Assert.Equal((2, 2, 0), ((int)first!["received"]!, (int)first["inserted"]!, (int)first["unchanged"]!));
        var (_, again) = await service.Http.SendAsync(HttpMethod.Post, "/v1/scores", sent, contentType);
        Assert.Equal((0, 0, 2), ((int)again!["inserted"]!, (int)again["updated"]!, (int)again["unchanged"]!));
        var (_, changed) = await service.Http.SendAsync(HttpMethod.Post, "/v1/scores", Header + $"m,{item},r1,1\n", "text/csv");
        Assert.Equal((0, 1, 0), ((int)changed!["inserted"]!, (int)changed["updated"]!, (int)changed["unchanged"]!));
        Assert.Equal("0.75{0.25,0.75}", await service.Database.ScalarAsync<string>(
            $"select score::text || probabilities::text from machine_scores where item_id = '{item}' and response_id = 'r0'"));
    }

    [Theory]
    [InlineData("m,{0},nobody,1", "unknownResponse")]
    [InlineData("m,nowhere,r0,1", "unknownItem")]
    [InlineData("m,{0},r0,NaN", "missing")]
    [InlineData("m,{0},r0,1e400", "notANumber")]
    [InlineData("m,{0},r0,", "missing")]
    [InlineData(",{0},r0,1", "id")]
    [InlineData("m,{0},r0,1\nm,{0},r0,1", "duplicate")]
    public async Task A_bad_score_is_named_and_nothing_is_stored(string row, string code)
    {
        await RespondAsync("bad");
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/scores", Header + "other,bad,r1,1\n" + row.Replace("{0}", "bad", StringComparison.Ordinal) + "\n", "text/csv");
        Assert.Equal((422, code), (status, (string)answer!["errors"]![0]!["code"]!));
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from machine_scores where item_id = 'bad'"));
    }

    [Theory]
    [InlineData("[0.5]", "2 levels")]
    [InlineData("[0.5,0.6]", "sum to 1.1")]
    [InlineData("[1.5,-0.5]", "0 to 1")]
    public async Task Probabilities_that_are_none_are_refused(string probabilities, string named)
    {
        await RespondAsync("odds");
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?item=odds&scorer=m",
            $$"""[ { "responseId": "r0", "score": 1, "probabilities": {{probabilities}} } ]""");
        Assert.Equal(422, status);
        Assert.Contains(named, (string)answer!["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_scorer_seen_is_listed_in_pages()
    {
        await RespondAsync("listed");
        foreach (var scorer in (string[])["z-1", "z-2", "z-3"])
        {
            await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?item=listed&scorer={scorer}", "responseId,score\nr0,1\nr1,0\n", "text/csv");
        }
        var names = new List<string>();
        string? after = null;
        do
        {
            var page = await service.Http.ReadAsync($"/v1/scorers?limit=1{(after is null ? "" : "&after=" + after)}");
            names.AddRange(page["items"]!.AsArray().Select(scorer => (string)scorer!["scorer"]!));
            after = (string?)page["next"];
        }
        while (after is not null);
        Assert.Superset(new HashSet<string> { "z-1", "z-2", "z-3" }, names.ToHashSet());
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
        var last = (await service.Http.ReadAsync("/v1/scorers"))["items"]!.AsArray()[^1]!;
        Assert.Equal((2, 1), ((int)last["scores"]!, (int)last["items"]!));
    }

    private async Task RespondAsync(string item)
    {
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(4), "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());
    }
}
