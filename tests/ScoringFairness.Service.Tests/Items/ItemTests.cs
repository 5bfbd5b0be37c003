using System.Globalization;

namespace ScoringFairness.Service.Tests.Items;

public sealed class ItemTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task An_item_is_created_changed_listed_and_deleted()
    {
        const string Path = "/v1/items/week%201%2Fq%22";
        var (created, item) = await service.Http.SendAsync(HttpMethod.Put, Path, """{ "prompt": "Why?", "scale": { "min": 0, "max": 3 } }""");
        Assert.Equal((201, "week 1/q\""), (created, (string)item!["itemId"]!));
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Put, Path, """{ "scale": { "min": 0, "max": 4, "step": 0.5 } }""")).Status);
        Assert.Equal(4, (double)(await service.Http.ReadAsync(Path))["scale"]!["max"]!);
        Assert.Contains((await service.Http.ReadAsync("/v1/items"))["items"]!.AsArray(), one => (string)one!["itemId"]! == "week 1/q\"");
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, Path)).Status);
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Get, Path)).Status);
    }

    [Theory]
    [InlineData("""{ "scale": { "min": 3, "max": 0 } }""", "scale")]
    [InlineData("""{ "scale": { "min": 0, "max": 1, "step": 0.3 } }""", "scale")]
    [InlineData("""{ "scale": { "min": "a", "max": 1 } }""", "/scale/min: is \"a\"")]
    [InlineData("""{ "scale": { "min": 0, "max": 1 }, "colour": 1 }""", "colour: is no property")]
    [InlineData("""{ "prompt": "x" }""", "scale: is missing")]
    public async Task An_item_that_cannot_be_is_refused_with_the_field(string body, string named)
    {
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Put, "/v1/items/bad", body);
        Assert.Equal(400, status);
        Assert.Contains(named, (string)problem!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scale_that_leaves_stored_scores_off_it_is_refused()
    {
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=kept&createItems=true&scaleMin=0&scaleMax=3", "responseId,text,humanScore\na,one,3\n", "text/csv");
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Put, "/v1/items/kept", """{ "scale": { "min": 0, "max": 2 } }""");
        Assert.Equal(409, status);
        Assert.Contains("(3)", (string)problem!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_of_a_few_students_are_not_told_and_neither_is_what_else_is_said_of_them()
    {
        var csv = new System.Text.StringBuilder("responseId,text,humanScore,gender\n");
        foreach (var (group, levels) in (ReadOnlySpan<(string, int[])>)
            [("male", [40, 4, 12]), ("female", [30, 30, 30]), ("other", [2, 2, 2]), ("rare", [1, 1, 1]), ("none", [20, 20, 20])])
        {
            foreach (var (level, n) in levels.Index())
            {
                Enumerable.Range(0, n).ToList().ForEach(at => csv.Append(CultureInfo.InvariantCulture, $"{group}{level}-{at},an answer,{level},{group}\n"));
            }
        }
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=few&createItems=true&scaleMin=0&scaleMax=2&groups=gender", csv.ToString(), "text/csv");
        var item = await service.Http.ReadAsync("/v1/items/few");
        var groups = item["groups"]!.AsArray().ToDictionary(group => (string)group!["group"]!, group => group!);
        Assert.Equal("[40,null,null]", groups["male"]["levels"]!.ToJsonString());
        Assert.Equal("[30,30,30]", groups["female"]["levels"]!.ToJsonString());
        Assert.Equal(
            (null, null, "[null,null,null]"),
            ((long?)groups["other"]["n"], (double?)groups["other"]["meanHuman"], groups["other"]["levels"]!.ToJsonString()));
        Assert.All((string[])["other", "rare"], group => Assert.Null(groups[group]["n"]));
        Assert.DoesNotContain("other", item["checks"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(215, (long)item["responses"]!);
    }

    [Fact]
    public async Task That_a_few_report_nothing_hides_no_group()
    {
        var csv = new System.Text.StringBuilder("responseId,text,humanScore,gender\n");
        foreach (var (group, n) in (ReadOnlySpan<(string, int)>)[("male", 60), ("female", 40), ("", 5)])
        {
            Enumerable.Range(0, n).ToList().ForEach(at => csv.Append(CultureInfo.InvariantCulture, $"{group}{at},an answer,{at % 2},{group}\n"));
        }
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=silent&createItems=true&scaleMin=0&scaleMax=1&groups=gender", csv.ToString(), "text/csv");
        var groups = (await service.Http.ReadAsync("/v1/items/silent"))["groups"]!.AsArray()
            .ToDictionary(group => (string?)group!["group"] ?? "", group => (long?)group!["n"]);
        Assert.Equal((60, 40, null), (groups["male"], groups["female"], groups[""]));
    }

    [Fact]
    public async Task A_lone_small_group_takes_the_smallest_other_with_it_for_the_total_would_tell_its_size()
    {
        var csv = new System.Text.StringBuilder("responseId,text,humanScore,gender\n");
        foreach (var (group, n) in (ReadOnlySpan<(string, int)>)[("male", 60), ("female", 40), ("other", 5)])
        {
            Enumerable.Range(0, n).ToList().ForEach(at => csv.Append(CultureInfo.InvariantCulture, $"{group}{at},an answer,{at % 2},{group}\n"));
        }
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=lone&createItems=true&scaleMin=0&scaleMax=1&groups=gender", csv.ToString(), "text/csv");
        var item = await service.Http.ReadAsync("/v1/items/lone");
        var groups = item["groups"]!.AsArray().ToDictionary(group => (string)group!["group"]!, group => (long?)group!["n"]);
        Assert.Equal((60, null, null), (groups["male"], groups["female"], groups["other"]));
        Assert.DoesNotContain("female", item["checks"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("suppressed", await service.Http.GetStringAsync("/items/lone", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
