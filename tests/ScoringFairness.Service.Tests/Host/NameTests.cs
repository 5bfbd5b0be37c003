using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>Names that would be taken for something else, or hide or turn what stands beside them, are refused wherever they are given.</summary>
public sealed class NameTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Csv = "text/csv";
    private const string Json = "application/json";
    private const string New = "createItems=true&scaleMin=0&scaleMax=1";

    private static readonly string[] Unseen = ["a\u202Eb", "a\u0007b", "a\u2066b", "a\u0085b"];

    [Fact]
    public async Task No_name_or_note_holds_what_controls_or_turns_what_is_read()
    {
        var (_, key) = await service.Http.SendAsync(HttpMethod.Put, "/v1/items/named", """{ "scale": { "min": 0, "max": 1 } }""");
        Assert.NotNull(key);
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=named", Texts.Csv(40), Csv);
        const string Audit = "\"audit\": { \"items\": [\"named\"], \"attribute\": \"gender\" }";
        (HttpMethod Method, string Path, string Body, string Field)[] kinds =
        [
            (HttpMethod.Post, "/v1/audits", """{ "items": ["named"], "attribute": "gender", "name": "X" }""", "/name"),
            (HttpMethod.Post, "/v1/audits",
                """{ "items": ["named"], "attribute": "gender", "scorers": [ { "kind": "linear", "name": "X" } ] }""", "/scorers/0"),
            (HttpMethod.Patch, "/v1/audits/none", """{ "name": "X" }""", "/name"),
            (HttpMethod.Patch, "/v1/audits/none", """{ "review": { "note": "X", "by": "me" } }""", "/review/note"),
            (HttpMethod.Patch, "/v1/audits/none", """{ "review": { "note": "seen", "by": "X" } }""", "/review/by"),
            (HttpMethod.Post, "/v1/audits/none/links", """{ "note": "X" }""", "/note"),
            (HttpMethod.Put, "/v1/schedules/named", $$"""{ "cron": "0 3 * * 1", "name": "X", {{Audit}} }""", "/name"),
            (HttpMethod.Post, "/v1/keys", """{ "name": "X", "roles": ["read"] }""", "/name"),
            (HttpMethod.Put, "/v1/items/named", """{ "prompt": "X", "scale": { "min": 0, "max": 1 } }""", "/prompt"),
            (HttpMethod.Put, "/v1/items/named", """{ "rubric": "X", "scale": { "min": 0, "max": 1 } }""", "/rubric"),
        ];
        foreach (var (method, path, body, field) in kinds)
        {
            foreach (var name in Unseen.Where(name => name[1] != '\u0085' || field is not ("/review/note" or "/prompt" or "/rubric")))
            {
                var (status, problem) = await service.Http.SendAsync(method, path, body.Replace("X", $"a\\u{(int)name[1]:x4}b", StringComparison.Ordinal));
                Assert.True(status == 400 && problem!["errors"]![field] is not null, $"{method} {path} {field} U+{(int)name[1]:X4}: {status} {problem}");
            }
        }
        // Lines are no harm in a text that has them.
        Assert.Equal(200, (await service.Http.SendAsync(
            HttpMethod.Put, "/v1/items/named", """{ "prompt": "One\n\ttwo", "scale": { "min": 0, "max": 1 } }""")).Status);
    }

    [Theory]
    [InlineData("itemId", "a\u0007b")]
    [InlineData("scorer", "a\u202Eb")]
    [InlineData("group", "a\u2067b")]
    [InlineData("itemId", "all")]
    [InlineData("scorer", "human")]
    [InlineData("scorer", "secondHuman")]
    [InlineData("group", "levels")]
    [InlineData("group", "levelsDefined")]
    public async Task A_row_of_an_evaluation_with_such_a_label_is_told(string column, string label)
    {
        var row = new JsonObject { ["itemId"] = "q", ["scorer"] = "m", ["group"] = "g", ["humanScore"] = 1, ["machineScore"] = 0, [column] = label };
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/evaluations", new JsonArray(row).ToJsonString());
        Assert.Equal((422, "label", column), (status, (string)problem!["errors"]![0]!["code"]!, (string)problem["errors"]![0]!["field"]!));
    }

    [Fact]
    public async Task Crossed_labels_that_could_be_read_two_ways_are_refused()
    {
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations?group=g,h", "g,h,humanScore,machineScore\nx|y,z,1,1\nx,y|z,1,0\n", Csv);
        Assert.Equal((422, "label"), (status, (string)problem!["errors"]![0]!["code"]!));
        await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=crossed&{New}&groups=g,h",
            "responseId,text,humanScore,g,h\n" + string.Concat(Enumerable.Range(0, 80).Select(
                at => $"r{at},text {at},{at % 2},{(at % 4 < 2 ? "x|y,z" : "x,y|z")}\n")), Csv);
        (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", """{ "items": ["crossed"], "attribute": ["g", "h"] }""");
        Assert.Equal(400, status);
        Assert.Contains("holds '|'", (string)problem!["errors"]!["/attribute"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_new_item_is_called_all_and_one_that_there_is_can_be_used()
    {
        const string Item = """{ "scale": { "min": 0, "max": 1 } }""";
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Put, "/v1/items/all", Item);
        Assert.Equal((400, true), (status, problem!["errors"]!["itemId"] is not null));
        (status, problem) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=all&{New}", Texts.Csv(2), Csv);
        Assert.Equal((422, "id"), (status, (string)problem!["errors"]![0]!["code"]!));
        // As one of an earlier version.
        Assert.Equal(201, (await service.Http.SendAsync(HttpMethod.Put, "/v1/items/all-of-them", Item)).Status);
        await service.Database.ScalarAsync<object>("update items set item_id = 'all' where item_id = 'all-of-them'");
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Put, "/v1/items/all", Item)).Status);
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=all", Texts.Csv(2), Csv)).Status);
        Assert.Equal(2, (long)(await service.Http.ReadAsync("/v1/items/all"))["responses"]!);
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/items/all")).Status);
    }

    [Theory]
    [InlineData("human")]
    [InlineData("secondHuman")]
    public async Task No_machine_is_called_as_reports_call_the_human(string name)
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=machines&{New}", Texts.Csv(40), Csv);
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?item=machines&scorer={name}", "responseId,score\nr0,1\n", Csv);
        Assert.Equal((400, true), (status, problem!["errors"]!["scorer"] is not null));
        (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/scores", $$"""[ { "scorer": "{{name}}", "itemId": "machines", "responseId": "r0", "score": 1 } ]""", Json);
        Assert.Equal((422, "scorer"), (status, (string)problem!["errors"]![0]!["field"]!));
        (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", $$"""{ "items": ["machines"], "attribute": "gender", "scorers": [ { "kind": "linear", "name": "{{name}}" } ] }""");
        Assert.Equal((400, true), (status, problem!["errors"]!["/scorers/0"] is not null));
    }

    [Theory]
    [InlineData("levels")]
    [InlineData("levelsDefined")]
    public async Task No_group_is_called_as_reports_count_levels(string label)
    {
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=labelled&{New}", $"responseId,text,humanScore,group.g\nr0,a text,1,{label}\n", Csv);
        Assert.Equal((422, "group"), (status, (string)problem!["errors"]![0]!["code"]!));
    }
}
