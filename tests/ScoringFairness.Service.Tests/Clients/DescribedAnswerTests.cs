using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Clients;

/// <summary>What the service answers is what its description says, and the description's own examples fit it.</summary>
public sealed class DescribedAnswerTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly string[] Common = ["400", "401", "403", "429", "500"];

    [Fact]
    public async Task Every_example_fits_the_schema_beside_it()
    {
        var description = await service.Http.ReadAsync("/swagger/v1/swagger.json");
        var check = new SchemaCheck(description);
        var examples = Operations(description).SelectMany(one => one.Body["requestBody"]?["content"]?.AsObject() ?? [])
            .Where(content => content.Value!["example"] is not null).ToList();
        Assert.True(examples.Count > 12);
        Assert.All(examples, content => Assert.Empty(check.Of(content.Value!["example"], content.Value["schema"]!)));
    }

    [Fact]
    public async Task Every_operation_has_an_id_one_type_of_success_and_the_problems_that_any_may_have()
    {
        var description = await service.Http.ReadAsync("/swagger/v1/swagger.json");
        Assert.NotEmpty(description["servers"]!.AsArray());
        var operations = Operations(description).ToList();
        Assert.Equal(operations.Count, operations.Select(one => (string?)one.Body["operationId"]).OfType<string>().Distinct().Count());
        Assert.All(operations.Where(one => one.Path.StartsWith("/v1/", StringComparison.Ordinal)), one =>
        {
            var answers = one.Body["responses"]!.AsObject();
            Assert.All(Common, status => Assert.True(answers.ContainsKey(status), $"{one.Path} has no {status}"));
            var types = answers.Where(answer => answer.Key[0] == '2').SelectMany(answer => answer.Value!["content"]?.AsObject() ?? [])
                .Select(content => content.Value!["schema"]!.ToJsonString()).Distinct().ToList();
            Assert.True(types.Count <= 1, $"{one.Path}: {string.Join(" or ", types)}");
            Assert.All(answers.Where(answer => answer.Key[0] is '4' or '5'), answer =>
                Assert.NotNull(answer.Value!["content"]!["application/problem+json"]!["schema"]));
        });
    }

    [Fact]
    public async Task Every_answer_fits_its_schema_and_no_name_of_it_is_untold()
    {
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(60), "text/csv");
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/scores?scorer=vendor&item=q",
            "responseId,score\n" + string.Join('\n', Enumerable.Range(0, 60).Select(number => $"r{number},{number % 2}")), "text/csv");
        var audit = await service.Http.AuditAsync(
            """
            { "items": "q", "attribute": "gender", "minGroupSize": 5, "bootstrap": 100, "preset": "ets",
              "scorers": [ { "kind": "external", "scorer": "vendor" }, { "kind": "linear", "splits": ["mixed"] } ] }
            """);
        var (_, refused) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=q", "responseId,text,humanScore\nr1,a text,9", "text/csv");
        await service.Http.SendAsync(
            HttpMethod.Put, "/v1/schedules/weekly",
            """{ "cron": "0 3 * * 1", "audit": { "items": ["q"], "attribute": "gender", "minGroupSize": 5, "scorers": [ { "kind": "linear" } ] } }""");
        var description = await service.Http.ReadAsync("/swagger/v1/swagger.json");
        var check = new SchemaCheck(description);
        var seen = 0;
        foreach (var (path, method, body) in Operations(description).Where(one => one.Method == "get"))
        {
            var target = path.Replace("{itemId}", "q", StringComparison.Ordinal).Replace("{responseId}", "r1", StringComparison.Ordinal)
                .Replace("{auditId}", (string)audit["auditId"]!, StringComparison.Ordinal)
                .Replace("{uploadId}", ((string)refused!["errorsUrl"]!).Split('/')[3], StringComparison.Ordinal)
                .Replace("{scheduleId}", "weekly", StringComparison.Ordinal);
            using var answer = await service.Http.GetAsync(target, TestContext.Current.CancellationToken);
            var type = answer.Content.Headers.ContentType!.MediaType!;
            var told = body["responses"]![((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)]?["content"]?[type];
            Assert.True(told is not null, $"{target}: {(int)answer.StatusCode} {type} is not described.");
            if (type == "application/json")
            {
                var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                Assert.Empty(check.Of(json, told["schema"]!, target));
                Assert.Empty(check.Untold(json, told["schema"]!, target).Distinct());
                seen++;
            }
        }
        Assert.True(seen > 20, $"{seen} answers were seen.");
        var operations = Operations(description).ToDictionary(one => $"{one.Method} {one.Path}", one => one.Body);
        Assert.Empty(check.Of(refused, operations["post /v1/responses"]["responses"]!["422"]!["content"]!["application/problem+json"]!["schema"]!));
        var (_, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", """{ "items": ["none"], "attribute": "gender" }""");
        Assert.Empty(check.Of(problem, operations["post /v1/audits"]["responses"]!["400"]!["content"]!["application/problem+json"]!["schema"]!));
    }

    private static IEnumerable<(string Path, string Method, JsonNode Body)> Operations(JsonNode description) =>
        description["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, operation.Key, operation.Value!)));
}
