using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>A name that an operation does not know would be passed over, and another thing done than was meant: it is refused, everywhere.</summary>
public sealed class UnknownNameTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Unknown = "xyzzy";

    /// <summary>Objects whose names are the client's own.</summary>
    private static readonly string[] Maps = ["/references", "/tolerances"];

    [Fact]
    public async Task Every_operation_refuses_a_query_parameter_that_it_does_not_declare_and_names_those_that_it_does()
    {
        var operations = await OperationsAsync();
        Assert.True(operations.Count > 30);
        foreach (var (path, method, body) in operations)
        {
            var (status, problem) = await service.Http.SendAsync(method, $"{Filled(path)}?{Unknown}=1");
            Assert.True(status == 400, $"{method} {path}: {status} {problem?.ToJsonString()}");
            var told = (string)problem!["errors"]![Unknown]![0]!;
            var declared = body["parameters"]?.AsArray().Where(one => (string)one!["in"]! == "query").Select(one => (string)one!["name"]!) ?? [];
            Assert.All(declared, name => Assert.Contains(name, told, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Every_operation_refuses_a_property_that_it_does_not_know_or_that_stands_twice_at_any_depth()
    {
        var sent = 0;
        foreach (var (path, method, body) in await OperationsAsync())
        {
            if (body["requestBody"]?["content"]?["application/json"]?["example"] is not JsonObject example)
            {
                continue;
            }
            foreach (var place in Places(example, ""))
            {
                var text = example.ToJsonString();
                foreach (var addition in new[] { $"\"{Unknown}\":1,", Again(place.Text) })
                {
                    var at = text.IndexOf(place.Text, StringComparison.Ordinal) + 1;
                    var (status, problem) = await service.Http.SendAsync(method, Filled(path), text.Insert(at, addition));
                    Assert.True(status == 400, $"{method} {path} {place.Path}: {status} {problem?.ToJsonString()}");
                    var name = addition[1..addition.IndexOf('"', 1)];
                    Assert.Contains(name, (string)problem!["detail"]!, StringComparison.Ordinal);
                    Assert.Contains(problem["errors"]!.AsObject(), error => error.Key.StartsWith(place.Path, StringComparison.Ordinal));
                    sent++;
                }
            }
        }
        Assert.True(sent > 16, $"{sent} bodies were sent.");
    }

    [Fact]
    public async Task What_asked_for_the_cost_once_starts_nothing()
    {
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(40), "text/csv");
        const string Audit = """{ "items": ["q"], "attribute": "gender", "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""";
        foreach (var query in new[] { "dry_run=true", "dryrun=", "dryRun", "dryRun=true" })
        {
            var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits?{query}", Audit);
            Assert.Equal(400, status);
            Assert.Contains(query.Split('=')[0], (string)problem!["detail"]!, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Empty((await service.Http.ReadAsync("/v1/audits"))["items"]!.AsArray());
        var (_, former) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits?dryRun=true", Audit);
        Assert.Contains("POST /v1/audits/cost", (string)former!["detail"]!, StringComparison.Ordinal);
        var (meant, cost) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits/cost", Audit);
        Assert.True(meant == 200, cost?.ToJsonString());
    }

    [Theory]
    [InlineData("GET", "/v1/items?limit=abc", null, "limit", "is 'abc'; send a whole number of at most 2147483647.")]
    [InlineData("GET", "/v1/items?limit=99999999999", null, "limit", "is '99999999999'; send a whole number of at most 2147483647.")]
    [InlineData("GET", "/v1/items?limit=", null, "limit", "is empty; send a whole number of at most 2147483647, or leave it out.")]
    [InlineData("GET", "/v1/items?lmit=5", null, "lmit", "is no query parameter that there is; did you mean limit? There are limit, after.")]
    [InlineData("GET", "/v1/items?limit=5&limit=6", null, "limit", "stands twice in the query; send it once.")]
    [InlineData("GET", "/v1/audits?status=done", null, "status", "is 'done'; send queued, training, evaluating, completed, failed or cancelled.")]
    [InlineData("GET", "/v1/audits/none/responses?order=zz", null, "order", "is 'zz'; send difference.")]
    [InlineData("GET", "/v1/activity?from=zz", null, "from", "is 'zz'; send a day such as 2026-03-31, or a time such as 2026-03-31T09:30:00Z")]
    [InlineData("GET", "/v1/activity?from=02/03/2026", null, "from", "is '02/03/2026'; send a day such as")]
    [InlineData("GET", "/v1/activity?from=2026-03-02&to=2026-03-01", null, "from", "which is not before to (2026-03-01T00:00:00")]
    [InlineData("GET", "/v1/responses?itemId=%ed%a0%80", null, "itemId", "holds what is no text")]
    [InlineData("GET", "/v1/responses?itemId=a%00", null, "itemId", "holds what is no text")]
    [InlineData("GET", "/v1/items?after=AA", null, "after", "is not a cursor of this service")]
    [InlineData("GET", "/items?after=%ed%a0%80", null, "after", "holds what is no text")]
    [InlineData("GET", "/?order=zz", null, "order", "is 'zz'; send newest or oldest.")]
    [InlineData("GET", "/?verdict=zz", null, "verdict", "is 'zz'; send within, exceeds, inconclusive or undefined.")]
    [InlineData("POST", "/v1/responses?onError=ignore", "x", "onError", "is 'ignore'; send reject or skip.")]
    [InlineData("POST", "/v1/evaluations?tolerance.smd=1&tolerance.smd=2", "x", "tolerance.smd", "stands twice in the query; send it once.")]
    [InlineData("POST", "/v1/evaluations?group=g,g", "x", "group", "names 'g' twice; name it once.")]
    [InlineData("GET", "/v1/audits/none/measures?measure=luck", null, "measure", "is no measure that there is. There are accuracy")]
    [InlineData("GET", "/v1/policy?limit=5", null, "limit", "is no query parameter that there is. There is none.")]
    [InlineData("POST", "/v1/responses?scaleMin=1,5", "x", "scaleMin", "is '1,5'; send a number such as 0.5.")]
    [InlineData("POST", "/v1/evaluations?tolerence.smd=1", "x", "tolerence.smd", "tolerance.<measure>, minimum.<measure>.")]
    [InlineData("POST", "/v1/audits", "{}", "/items", "is missing; send it, for example \"items\": [\"all\"].")]
    [InlineData("POST", "/v1/audits", "{\"items\":\"all\"}", "/attribute", "is missing; send it, for example \"attribute\": [\"gender\"].")]
    [InlineData("POST", "/v1/audits", "{\"items\":null,\"attribute\":\"g\"}", "/items", "is null; send a value.")]
    [InlineData("POST", "/v1/audits", "{\"items\":5,\"attribute\":\"g\"}", "/items", "is a number; send a list of words such as")]
    [InlineData("POST", "/v1/audits", "{\"items\":\"all\",\"folds\":\"many\"}", "/folds", "is \"many\"; send a whole number of at most 2147483647.")]
    [InlineData("POST", "/v1/audits", "{\"tolerances\":{\"smd\":\"x\"}}", "/tolerances/smd", "is \"x\"; send a number such as 0.5.")]
    [InlineData("POST", "/v1/audits", "{\"items\":\"all\",\"attribute\":\"g\",\"name\":{\"de\":1}}", "/name", "is an object; send a text.")]
    [InlineData("POST", "/v1/audits", "[]", "", "is a list; send an object with name, items, ")]
    [InlineData("POST", "/v1/audits", "{\"items\":\"all\",\"attribute\":\"g\",\"bootstrap\":5,\"Bootstrap\":6}", "/Bootstrap", "stands twice; send it once.")]
    [InlineData("POST", "/v1/audits", "{\"items\":[\"a\",\"\\ud800\"],\"attribute\":\"g\"}", "/items/1", "is a text that is not Unicode, such as")]
    [InlineData("POST", "/v1/audits", "{\"items\":\"all\",\"attribute\":\"g\",\"name\":\"a\\u0000\"}", "/name", "holds the character NUL")]
    [InlineData("PUT", "/v1/items/q", "{\"scale\":{\"maxi\":3}}", "/scale/maxi", "is no property that there is; did you mean max? There are min, max")]
    [InlineData("PUT", "/v1/items/q", "{\"scale\":{\"min\":0}}", "/scale/max", "is missing; send it, for example \"max\": 3.")]
    [InlineData("PUT", "/v1/items/q", "{\"scale\":\"0-3\"}", "/scale", "is a text; send an object with min, max, step.")]
    public async Task What_is_wrong_is_told_by_field_with_the_value_and_the_remedy(string method, string path, string? body, string field, string told)
    {
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Parse(method), path, body, body == "x" ? "text/csv" : "application/json");
        Assert.Equal(400, status);
        Assert.Contains(told, (string?)problem!["errors"]?[field]?[0], StringComparison.Ordinal);
        Assert.Contains(field.Length == 0 ? "The body: " : $"{field}: ", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?status=&verdict=&question=&order=&name=")]
    [InlineData("/?utm_source=mail")]
    [InlineData("/settings/activity?from=2026-03-01&to=2026-03-01")]
    public async Task A_page_takes_what_its_form_leaves_open_and_what_others_add(string path) =>
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Get, path)).Status);

    [Fact]
    public async Task Several_words_are_not_one_of_them()
    {
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            """{ "items": "all", "attribute": "gender", "scorers": [ { "kind": "chat", "mode": "zeroShot,fewShot" }, { "kind": "bert", "head": "1" } ] }""");
        Assert.Equal(400, status);
        Assert.Contains("mode is none that there is; kind chat has zeroShot, fewShot", (string)problem!["detail"]!, StringComparison.Ordinal);
        Assert.Contains("head is none that there is; kind bert has ", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "application/json", 400, "The body is missing")]
    [InlineData("{\"items\":", "application/json", 400, "The body is not the JSON that this operation takes: at line 1, byte 10.")]
    [InlineData("{\"items\":\"\\ud800\"}", "application/json", 400, "not Unicode")]
    [InlineData("null", "application/json", 400, "The body: is null")]
    [InlineData("{}", "text/plain", 415, "Content-Type is 'text/plain'; send application/json.")]
    [InlineData("{}", "application/json; charset=utf-16", 415, "send application/json in UTF-8.")]
    public async Task A_body_that_is_none_is_told_without_words_of_the_framework(string body, string contentType, int expected, string told)
    {
        using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);
        using var response = await service.Http.PostAsync("/v1/audits", content, TestContext.Current.CancellationToken);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((expected, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(told, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("parameter", (string)problem["detail"]!, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", 404, "There is nothing at this path")]
    [InlineData("DELETE", "/v1/policy", 405, "DELETE cannot be sent to this path, but GET, PUT.")]
    public async Task A_path_or_method_that_there_is_not_is_told_with_what_there_is(string method, string path, int expected, string told)
    {
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Parse(method), path);
        Assert.Equal(expected, status);
        Assert.Contains(told, (string)problem!["detail"]!, StringComparison.Ordinal);
    }

    private static string Filled(string path) => System.Text.RegularExpressions.Regex.Replace(path, "{[^}]*}", "none");

    /// <summary>The objects of an example that have names of the API's, each as it is written.</summary>
    private static IEnumerable<(string Path, string Text)> Places(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Places(member.Value, $"{path}/{member.Key}"))
            .Prepend((path, members.ToJsonString())).Where(place => !Maps.Contains(place.Item1)),
        JsonArray elements => elements.SelectMany((element, index) => Places(element, $"{path}/{index}")),
        _ => [],
    };

    /// <summary>The first member of an object, to be sent once more.</summary>
    private static string Again(string text)
    {
        var (name, value) = JsonNode.Parse(text)!.AsObject().First();
        return $"\"{name}\":{value!.ToJsonString()},";
    }

    private async Task<IReadOnlyList<(string Path, HttpMethod Method, JsonNode Body)>> OperationsAsync() =>
    [
        .. (await service.Http.ReadAsync("/swagger/v1/swagger.json"))["paths"]!.AsObject().Where(path => path.Key.StartsWith("/v1/", StringComparison.Ordinal))
            .SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, HttpMethod.Parse(operation.Key), operation.Value!))),
    ];
}
