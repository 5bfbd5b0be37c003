using System.Text;

namespace ScoringFairness.Service.Tests.Responses;

/// <summary>Texts, prompts and rubrics that are large: taken up to a limit that the refusal names, and given out in parts.</summary>
public sealed class LargeTextTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task A_page_ends_where_its_texts_are_many_bytes_and_its_cursor_goes_on_to_the_end()
    {
        // Twenty texts of a million characters, and two small ones.
        var rows = new StringBuilder("responseId,text,humanScore\n");
        for (var at = 10; at < 30; at++)
        {
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"r{at},{new string((char)('a' + at - 10), 1_000_000)},1\n");
        }
        rows.Append("r30,short,1\nr31,short,1\n");
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=large&createItems=true&scaleMin=0&scaleMax=3", rows.ToString(), "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());

        var (ids, pages, next) = (new List<string>(), 0, "");
        do
        {
            var page = await service.Http.ReadAsync($"/v1/responses?itemId=large&limit=1000{next}");
            ids.AddRange(page["items"]!.AsArray().Select(one => (string)one!["responseId"]!));
            Assert.InRange(page["items"]!.AsArray().Sum(one => ((string)one!["text"]!).Length), 1, 9_500_000);
            next = page["next"] is { } cursor ? $"&after={cursor}" : null;
            pages++;
        }
        while (next is not null);
        Assert.Equal(Enumerable.Range(10, 22).Select(at => $"r{at}"), ids);
        Assert.Equal(3, pages);
        // A limit below is kept, and a page of small texts is as it was.
        Assert.Equal(2, (await service.Http.ReadAsync("/v1/responses?itemId=large&limit=2"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_list_of_items_ends_where_prompts_are_many_bytes_and_goes_on()
    {
        for (var at = 0; at < 50; at++)
        {
            var body = $$"""{ "prompt": "{{new string('p', 100_000)}}", "rubric": "{{new string('r', 100_000)}}", "scale": { "min": 0, "max": 3 } }""";
            Assert.Equal(201, (await service.Http.SendAsync(HttpMethod.Put, $"/v1/items/wordy-{at:D2}", body)).Status);
        }
        var first = await service.Http.ReadAsync("/v1/items?limit=1000");
        var rest = await service.Http.ReadAsync($"/v1/items?limit=1000&after={first["next"]}");
        var ids = first["items"]!.AsArray().Concat(rest["items"]!.AsArray()).Select(one => (string)one!["itemId"]!)
            .Where(id => id.StartsWith("wordy", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, 50).Select(at => $"wordy-{at:D2}"), ids);
        Assert.InRange(first["items"]!.AsArray().Count, 40, 43);
        Assert.Null(rest["next"]);
    }

    [Fact]
    public async Task A_list_of_audits_ends_where_requests_are_many_bytes_and_goes_on()
    {
        // What an audit of many scorers with rubrics of their own would take hundreds of requests to make.
        for (var at = 0; at < 5; at++)
        {
            await service.Database.ScalarAsync<object>(
                $$"""
                insert into audits (organisation_id, audit_id, name, status, request)
                select 'default', 'a{{at}}', 'wordy', 'completed', jsonb_build_object(
                  'name', repeat('n', 3000000), 'items', '["q"]'::jsonb, 'attribute', 'gender', 'reference', 'a', 'groups', '["a", "b"]'::jsonb,
                  'scorers', '[]'::jsonb, 'folds', 3, 'repeats', 1, 'seed', 1, 'bootstrap', 100, 'confidence', 0.95, 'tolerances', '{}'::jsonb,
                  'minGroupSize', 2, 'minCellSize', 1)
                """);
        }
        var (ids, pages, next) = (new List<string>(), 0, "");
        do
        {
            var page = await service.Http.ReadAsync($"/v1/audits?limit=1000{next}");
            ids.AddRange(page["items"]!.AsArray().Select(one => (string)one!["auditId"]!));
            next = page["next"] is { } cursor ? $"&after={cursor}" : null;
            pages++;
        }
        while (next is not null);
        Assert.Equal(["a4", "a3", "a2", "a1", "a0"], ids);
        Assert.Equal(2, pages);
    }

    [Theory]
    [InlineData("prompt")]
    [InlineData("rubric")]
    public async Task A_prompt_or_a_rubric_above_the_limit_is_refused_with_it(string field)
    {
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Put, "/v1/items/too-wordy", $$"""{ "{{field}}": "{{new string('p', 100_001)}}", "scale": { "min": 0, "max": 3 } }""");
        Assert.Equal(400, status);
        Assert.Contains($"/{field}: has 100001 characters; 100000 are taken at most", (string)problem!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_above_the_limit_is_refused_with_its_row_and_the_limit()
    {
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=one&createItems=true&scaleMin=0&scaleMax=3",
            $"responseId,text,humanScore\nr1,fine,1\nr2,{new string('x', 1_000_001)},1\n", "text/csv");
        Assert.Equal(422, status);
        var error = problem!["errors"]!.AsArray().Single()!;
        Assert.Equal((2, "text", "tooLong"), ((int)error["row"]!, (string)error["field"]!, (string)error["code"]!));
        Assert.Contains("1000000 are taken at most", (string)error["message"]!, StringComparison.Ordinal);
    }
}
