using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>Swagger's document: every operation says what it does, and its examples work as they stand.</summary>
public sealed class ApiDescriptionTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Every_operation_has_a_name_and_a_summary()
    {
        var operations = await OperationsAsync();
        Assert.True(operations.Count > 15);
        Assert.All(operations, operation => Assert.False(string.IsNullOrWhiteSpace((string?)operation.Body["summary"]), operation.Path));
    }

    [Fact]
    public async Task Every_parameter_and_every_property_of_every_schema_is_described()
    {
        var parameters = (await OperationsAsync())
            .SelectMany(operation => operation.Body["parameters"]?.AsArray().Select(one => (operation.Path, Name: (string)one!["name"]!, one)) ?? []);
        Assert.All(parameters, one => Assert.False(string.IsNullOrWhiteSpace((string?)one.one!["description"]), $"{one.Path}: {one.Name}"));
        var schemas = (await service.Http.ReadAsync("/swagger/v1/swagger.json"))["components"]!["schemas"]!.AsObject();
        var properties = schemas.SelectMany(schema => schema.Value!["properties"]?.AsObject()
            .Select(one => (schema.Key, Name: one.Key, one.Value)) ?? []).ToList();
        Assert.NotEmpty(properties);
        // A property that refers to another schema is described there.
        Assert.All(properties, one => Assert.True(
            one.Value!["$ref"] is not null || !string.IsNullOrWhiteSpace((string?)one.Value["description"]), $"{one.Key}.{one.Name} is not described."));
    }

    [Fact]
    public async Task Operations_are_grouped_in_the_order_of_use()
    {
        var groups = (await OperationsAsync()).Select(operation => (string)operation.Body["tags"]![0]!).Distinct().ToList();
        Assert.Equal(
            [
                "1 Items", "2 Responses", "3 Machine scores", "4 Audits", "5 Reports", "6 Evaluations", "7 Gates and schedules", "8 Access",
                "9 Around it",
            ],
            groups);
    }

    [Fact]
    public async Task Every_example_works_when_sent_as_it_stands()
    {
        // What an audit's example needs is what the examples before it do not give: two groups large enough to train on.
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(40), "text/csv");
        var scores = "responseId,score\n" + string.Join('\n', Enumerable.Range(0, 40).Select(number => $"r{number},1"));
        await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?scorer=vendor&item=q", scores, "text/csv");
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["q"], "attribute": "gender", "minGroupSize": 5, "bootstrap": 100,
              "scorers": [ { "kind": "external", "scorer": "vendor" } ] }
            """);
        var sent = 0;
        foreach (var (path, method, body) in (await OperationsAsync()).OrderBy(operation => operation.Path.Contains("keys", StringComparison.Ordinal))
            // From the first key on nobody is let in without one.
            .ThenBy(operation => operation.Path.Contains("audits", StringComparison.Ordinal)))
        {
            foreach (var (contentType, content) in body["requestBody"]?["content"]?.AsObject() ?? [])
            {
                var example = content!["example"]!;
                var text = contentType == "application/json" ? example.ToJsonString() : (string)example!;
                var target = path.Replace("{itemId}", "feather-and-coin", StringComparison.Ordinal)
                    .Replace("{auditId}", (string)audit["auditId"]!, StringComparison.Ordinal);
                if (path is "/v1/audits" or "/v1/schedules/{scheduleId}")
                {
                    await service.Http.SendAsync(HttpMethod.Delete, "/v1/items/feather-and-coin");
                }
                var (status, answer) = await service.Http.SendAsync(HttpMethod.Parse(method), target, text, contentType);
                Assert.True(status is >= 200 and < 300, $"{method} {path} {contentType}: {status} {answer?.ToJsonString()}");
                sent++;
            }
        }
        Assert.True(sent >= 6);
    }

    [Fact]
    public async Task Swagger_ui_is_there()
    {
        using var page = await service.Http.GetAsync("/swagger/index.html", TestContext.Current.CancellationToken);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
    }

    private async Task<IReadOnlyList<(string Path, string Method, JsonNode Body)>> OperationsAsync() =>
    [
        .. (await service.Http.ReadAsync("/swagger/v1/swagger.json"))["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, operation.Key.ToUpperInvariant(), operation.Value!))),
    ];
}
