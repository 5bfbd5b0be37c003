using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Responses.Privacy;

/// <summary>With a key in the settings no text stands in the database, and nothing else is different.</summary>
public sealed class SealedTextTests
{
    private const string Upload = "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1";
    private const string Audit =
        """{ "items": ["q"], "attribute": "gender", "bootstrap": 200, "minGroupSize": 5, "minCellSize": 2, "scorers": [ { "kind": "linear" } ] }""";

    [Fact]
    public async Task No_text_can_be_read_in_the_database_and_audits_give_the_same_figures()
    {
        await using var plain = new RunningService();
        await plain.InitializeAsync();
        await using var locked = new RunningService { Settings = [$"--Privacy:TextKeys:0={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}"] };
        await locked.InitializeAsync();
        var reports = new List<(JsonNode Audit, JsonNode Report)>();
        foreach (var service in (RunningService[])[plain, locked])
        {
            await service.Http.SendAsync(HttpMethod.Post, Upload, Texts.Csv(120), "text/csv");
            var (_, again) = await service.Http.SendAsync(HttpMethod.Post, Upload, Texts.Csv(120), "text/csv");
            Assert.Equal(120, (int)again!["unchanged"]!);
            var text = (string)(await service.Http.ReadAsync("/v1/responses/q/r3"))["text"]!;
            Assert.Equal("partly answer number 3 of the set", text);
            var audit = await service.Http.AuditAsync(Audit);
            Assert.Equal("completed", (string)audit["status"]!);
            reports.Add((audit, await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report.json")));
        }
        Assert.Equal(0, await locked.Database.ScalarAsync<long>("select count(*) from responses where text like '%answer%'"));
        Assert.Equal(120, await plain.Database.ScalarAsync<long>("select count(*) from responses where text like '%answer%'"));
        Assert.Equal(
            await plain.Database.ScalarAsync<long>("select sum(char_length(text)) from responses"),
            await locked.Database.ScalarAsync<long>("select sum(text_length) from responses"));
        // Nobody who has the database alone can tell by its digest that a text is the one he thinks of.
        var digest = await plain.Database.ScalarAsync<byte[]>("select text_digest from responses where response_id = 'r3'");
        Assert.NotEqual(digest, await locked.Database.ScalarAsync<byte[]>("select text_digest from responses where response_id = 'r3'"));
        Assert.Equal(reports[0].Report["measures"]!.ToJsonString(), reports[1].Report["measures"]!.ToJsonString());
        Assert.Equal(reports[0].Audit["warnings"]!.ToJsonString(), reports[1].Audit["warnings"]!.ToJsonString());
    }

    [Fact]
    public async Task A_text_may_not_pretend_to_be_a_sealed_one()
    {
        await using var service = new RunningService { Settings = ["--Worker:Enabled=false"] };
        await service.InitializeAsync();
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, Upload, """[ { "responseId": "r", "text": "\u0001AAAA", "humanScore": 1, "groups": { "gender": "female" } } ]""");
        Assert.Equal((422, "text"), (status, (string)answer!["errors"]![0]!["field"]!));
    }
}
