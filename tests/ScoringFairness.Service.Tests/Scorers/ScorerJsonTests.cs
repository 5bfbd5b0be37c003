namespace ScoringFairness.Service.Tests.Scorers;

/// <summary>Scorers in JSON: each kind has its own record, and what is stored from before is read.</summary>
public sealed class ScorerJsonTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Before =
        """
        [ { "kind": "external", "name": "old", "scorer": "vendor", "checkpointCommit": null, "splits": [], "endpoint": null, "model": null, "examples": null,
            "checkpoint": null, "mode": null, "epochs": null, "learningRate": null, "batchSize": null, "maxTokens": null, "longTexts": null, "head": null,
            "warmupFraction": null, "weightDecay": null, "layerDecay": null, "frozenLayers": null, "labelSmoothing": null, "takenEpoch": null,
            "classWeights": null, "pretrainingEpochs": null, "pretrainingLearningRate": null },
          { "kind": "bert", "name": "older", "splits": ["mixed"], "checkpoint": "scratch:tiny", "epochs": 3, "learningRate": 0.001,
            "batchSize": 16, "maxTokens": 256, "scorer": null },
          { "kind": "bert", "name": "screened", "splits": ["mixed"], "checkpoint": "hf:a/b", "checkpointCommit": "0123456789abcdef",
            "mode": "screening", "endpoint": null },
          { "kind": "chat", "name": "few", "splits": ["mixed"], "endpoint": "local", "model": "grader", "mode": "fewShot", "examples": 4,
            "epochs": null, "head": null },
          { "kind": "engine", "name": "length", "splits": ["mixed"], "checkpoint": null },
          { "kind": "linear", "name": "linear", "splits": [], "checkpoint": null } ]
        """;

    [Fact]
    public async Task A_design_of_before_is_read_and_shown_with_the_fields_of_each_kind_alone()
    {
        var id = await StoredAsync("before");
        await service.Database.ScalarAsync<int>($"update audits set request = jsonb_set(request, '{"{scorers}"}', '{Before}'::jsonb) where audit_id = '{id}'");
        var scorers = (await service.Http.ReadAsync($"/v1/audits/{id}"))["request"]!["scorers"]!.AsArray();
        Assert.Equal("""{"kind":"external","name":"old","splits":[],"scorer":"vendor"}""", scorers[0]!.ToJsonString());
        Assert.Equal(
            ("scratch:tiny", 3, null, null),
            ((string)scorers[1]!["checkpoint"]!, (int)scorers[1]!["epochs"]!, (string?)scorers[1]!["head"], scorers[1]!["scorer"]));
        Assert.Equal(
            ("screening", "0123456789abcdef", false),
            ((string)scorers[2]!["mode"]!, (string)scorers[2]!["checkpointCommit"]!, scorers[2]!.AsObject().ContainsKey("endpoint")));
        Assert.Equal(
            """{"kind":"chat","name":"few","splits":["mixed"],"endpoint":"local","model":"grader","mode":"fewShot","examples":4,"epochs":null}""",
            scorers[3]!.ToJsonString());
        Assert.Equal("""{"kind":"engine","name":"length","splits":["mixed"]}""", scorers[4]!.ToJsonString());
        Assert.Equal("""{"kind":"linear","name":"linear","splits":[],"cuts":"qwk","mitigation":null}""", scorers[5]!.ToJsonString());
        var page = await service.Http.GetStringAsync($"/audits/{id}", TestContext.Current.CancellationToken);
        string[] origins =
        [
            "scores sent by vendor", "scratch:tiny, 3 epochs", "hf:a/b at 0123456789ab, screening (encoder not trained)",
            "grader at local, 4 examples before each response",
        ];
        foreach (var origin in origins)
        {
            Assert.Contains(origin, page, StringComparison.Ordinal);
        }
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Get, $"/v1/audits/{id}/report.json")).Status);
    }

    [Fact]
    public async Task A_schedule_of_before_is_read_with_its_nulls()
    {
        await StoredAsync("nightly");
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Put, "/v1/schedules/nightly",
            """{ "cron": "0 3 * * 1", "audit": { "items": ["nightly"], "attribute": "gender", "scorers": [ { "kind": "external", "scorer": "vendor" } ] } }""");
        Assert.True(status == 201, answer?.ToJsonString());
        await service.Database.ScalarAsync<int>(
            """
            update schedules set request = jsonb_set(request, '{audit,scorers}',
              '[ { "kind": "external", "scorer": "vendor", "name": null, "splits": null, "checkpoint": null, "endpoint": null, "epochs": null } ]'::jsonb)
            """);
        var stored = (await service.Http.ReadAsync("/v1/schedules/nightly"))["request"]!;
        Assert.Equal("""[{"kind":"external","name":null,"scorer":"vendor"}]""", stored["audit"]!["scorers"]!.ToJsonString());
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Put, "/v1/schedules/nightly", stored.ToJsonString())).Status);
    }

    [Theory]
    [InlineData("null", "is no scorer; send an object with a kind: bert, linear and nasBert (trained here), "
        + "engine (trained by a program that is configured here), chat (a chat model at an endpoint that is configured here) "
        + "and external (scores sent before).")]
    [InlineData("7", "is no scorer")]
    [InlineData("""{ "name": "x" }""", "kind is missing; there are bert, linear and nasBert")]
    [InlineData("""{ "kind": null }""", "kind is missing")]
    [InlineData("""{ "kind": "oracle" }""", "kind is 'oracle'; there are bert, linear and nasBert (trained here), engine")]
    [InlineData("""{ "kind": "linear", "command": ["rm"] }""",
        "command is no option of kind linear, which has kind, name, splits, cuts, mitigation, strength.")]
    [InlineData("""{ "kind": "bert", "endpoint": "x", "model": "y" }""", "options such as endpoint, model belong to kind chat; leave them out.")]
    [InlineData("""{ "kind": "external", "scorer": "vendor", "splits": ["mixed"], "epochs": 3 }""", "belong to scorers that are trained; leave them out.")]
    [InlineData("""{ "kind": "bert", "mode": "zeroShot" }""", "mode is none that there is; kind bert has fineTuning and screening.")]
    [InlineData("""{ "kind": "bert", "epochs": "three" }""", "epochs has not the form that kind bert takes")]
    public async Task What_a_kind_does_not_take_is_refused_by_name(string scorer, string words)
    {
        await StoredAsync("refused");
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", $$"""{ "items": ["refused"], "attribute": "gender", "scorers": [ { "kind": "linear" }, {{scorer}} ] }""");
        Assert.Equal(400, status);
        Assert.Contains(problem!["errors"]!["/scorers/1"]!.AsArray(), message => ((string)message!).Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Null_in_a_list_of_a_request_is_refused_like_any_other_mistake()
    {
        string[] requests =
        [
            """{ "items": [null], "attribute": "gender" }""",
            """{ "items": "all", "attribute": "gender", "scorers": [ { "kind": "bert", "splits": [null] } ] }""",
        ];
        foreach (var request in requests)
        {
            Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", request)).Status);
        }
    }

    [Fact]
    public async Task The_description_of_the_api_tells_the_kinds_apart()
    {
        var schemas = (await service.Http.ReadAsync("/swagger/v1/swagger.json"))["components"]!["schemas"]!;
        foreach (var (of, record) in new[] { ("AuditRequest", "Request"), ("AuditDesign", "Design") })
        {
            Assert.Equal($"#/components/schemas/Scorer{record}", (string)schemas[of]!["properties"]!["scorers"]!["items"]!["$ref"]!);
            var scorers = schemas[$"Scorer{record}"]!;
            Assert.Equal("kind", (string)scorers["discriminator"]!["propertyName"]!);
            Assert.Equal(
                [
                    ("bert", $"Bert{record}"), ("linear", $"Linear{record}"), ("nasBert", $"NasBert{record}"),
                    ("engine", $"Engine{record}"), ("chat", $"Chat{record}"),
                    ("external", $"External{record}"),
                ],
                scorers["discriminator"]!["mapping"]!.AsObject().Select(one => (one.Key, ((string)one.Value!).Split('/')[^1])));
            Assert.Equal(6, scorers["properties"]!["kind"]!["enum"]!.AsArray().Count);
            Assert.Contains("kind", scorers["required"]!.AsArray().Select(name => (string)name!));
            var linear = schemas[$"Linear{record}"]!["allOf"]!;
            Assert.Equal($"#/components/schemas/Scorer{record}", (string)linear[0]!["$ref"]!);
            Assert.Null(linear[1]!["properties"]?["checkpoint"]);
            Assert.NotNull(schemas[$"Bert{record}"]!["allOf"]![1]!["properties"]!["checkpoint"]);
        }
    }

    /// <summary>An audit of scores from outside that is done.</summary>
    private async Task<string> StoredAsync(string item)
    {
        await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(60, levels: 3), "text/csv");
        await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/scores?scorer=vendor&item={item}",
            "responseId,score\n" + string.Join('\n', Enumerable.Range(0, 60).Select(number => $"r{number},1")), "text/csv");
        var audit = await service.Http.AuditAsync(
            $$"""{ "items": ["{{item}}"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        return (string)audit["auditId"]!;
    }
}
