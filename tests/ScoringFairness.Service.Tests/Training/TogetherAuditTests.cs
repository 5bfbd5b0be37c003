using System.Globalization;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Items that hold the same texts train one encoder: in whole audits, interrupted, called off, and with texts erased meanwhile.</summary>
public sealed class TogetherAuditTests : IAsyncLifetime
{
    private const int Responses = 72;

    private readonly string _models = Directory.CreateTempSubdirectory().FullName;
    private readonly RunningService _service;

    public TogetherAuditTests() => _service = new() { Settings = [$"--Training:ModelRoot={_models}"] };

    private static string Trait => string.Join('\n', Texts.Csv(Responses, levels: 3).Split('\n').Select((line, at) => at == 0 || line.Length == 0
        ? line
        : TurnedAndRenamed(line.Split(','))));

    public async ValueTask InitializeAsync()
    {
        TinyCheckpoint.Write(Path.Combine(_models, "tiny"));
        await _service.InitializeAsync();
        await SendAsync(_service.Http, "a", Texts.Csv(Responses, levels: 3));
        await SendAsync(_service.Http, "b", Trait);
        await SendAsync(_service.Http, "c", Texts.Csv(Responses - 2, levels: 3));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_models, recursive: true);
    }

    [Fact]
    public async Task They_are_dealt_trained_and_scored_as_one_and_others_by_themselves()
    {
        var audit = await AuditAsync("""{ "kind": "bert", "checkpoint": "model:tiny", "maxTokens": 16, "splits": ["mixed", "mixedMatched"] }""");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.True((bool)audit["request"]!["scorers"]![0]!["together"]!);
        var id = (string)audit["auditId"]!;
        Assert.Equal("b mixed 2, b mixedMatched 2", await _service.Database.ScalarAsync<string>(
            $"""
            select string_agg(what, ', ') from (
              select f.item_id || ' ' || f.split || ' ' || count(*) as what
              from fits f join fits by on by.audit_id = f.audit_id and by.fit_no = f.led_by
              where f.audit_id = '{id}' and by.item_id = 'a' and (by.split, by.fold, by.repeat) = (f.split, f.fold, f.repeat)
              group by f.item_id, f.split order by 1) led
            """));
        // A student's essay is held out for both at once, whatever they are called there; and scored once for each split.
        Assert.Equal(Responses, await _service.Database.ScalarAsync<long>(
            $"""
            select count(*) from audit_responses a join audit_responses b using (audit_id, student_no, folds, response_no)
            where audit_id = '{id}' and a.item_id = 'a' and b.item_id = 'b' and a.response_id <> b.response_id and a.human_level = 2 - b.human_level
            """));
        Assert.Equal("a 144, b 144, c 140", await _service.Database.ScalarAsync<string>(
            $"""
            select string_agg(item_id || ' ' || n, ', ' order by item_id)
            from (select item_id, count(*) as n from out_of_fold_scores where audit_id = '{id}' group by 1) one
            """));
        Assert.True(await _service.Database.ScalarAsync<double>(
            $"""
            select corr(a.level, b.level) from out_of_fold_scores a join out_of_fold_scores b using (audit_id, scorer, split, student_no)
            where audit_id = '{id}' and a.item_id = 'a' and b.item_id = 'b'
            """) < -0.3, "Each item's own levels are learnt.");
        var fits = (await _service.Http.ReadAsync($"/v1/audits/{id}/fits?limit=100"))["items"]!.AsArray();
        Assert.Equal(
            ["a", "b"], fits.Where(fit => ((string?)fit!["note"])?.Contains("one encoder", StringComparison.Ordinal) == true)
                .Select(fit => (string)fit!["itemId"]!).Distinct().Order());
    }

    [Fact]
    public async Task Who_asks_for_it_trains_each_by_itself_and_what_cannot_train_together_is_refused()
    {
        var audit = await AuditAsync("""{ "kind": "bert", "checkpoint": "model:tiny", "maxTokens": 16, "together": false, "splits": ["mixed"] }""");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal(0, await _service.Database.ScalarAsync<long>($"select count(*) from fits where audit_id = '{audit["auditId"]}' and led_by is not null"));
        var (status, problem) = await _service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", Request("""{ "kind": "bert", "checkpoint": "model:tiny", "head": "ordinal", "together": true }"""));
        Assert.Equal(400, status);
        Assert.Contains("together belongs to mode fineTuning with head regression", problem!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mitigated_encoder_with_a_head_for_each_stands_beside_the_same_without_and_both_are_probed()
    {
        const string Bert = "\"kind\": \"bert\", \"checkpoint\": \"model:tiny\", \"maxTokens\": 16, \"epochs\": 2, \"splits\": [\"mixed\"]";
        var audit = await _service.Http.AuditAsync(
            $$"""
            { "items": ["a", "b"], "attribute": "gender", "folds": 2, "bootstrap": 100, "minGroupSize": 20, "explain": "groupProbe",
              "scorers": [ { {{Bert}} }, { {{Bert}}, "mitigation": "penalised", "strength": 30 } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var id = (string)audit["auditId"]!;
        Assert.Equal("bert b 2, bert-penalised-30 b 2", await _service.Database.ScalarAsync<string>(
            $"""
            select string_agg(what, ', ') from (
              select f.scorer || ' ' || f.item_id || ' ' || count(*) as what
              from fits f join fits by on by.audit_id = f.audit_id and by.fit_no = f.led_by
              where f.audit_id = '{id}' and by.item_id = 'a' and (by.scorer, by.fold) = (f.scorer, f.fold) group by f.scorer, f.item_id order by 1) led
            """));
        var rows = (await _service.Http.ReadAsync($"/v1/audits/{id}/report"))["measures"]!.AsArray().Select(row => row!).ToList();
        var gaps = rows.Where(row => (string)row["measure"]! == "mitigationEffect" && (string)row["ofMeasure"]! == "conditionalMeanScoreDifference").ToList();
        Assert.Equal(["a", "b", "items", "responses"], gaps.Select(row => (string?)row["itemId"] ?? (string)row["over"]!).Order());
        Assert.All(gaps, row => Assert.True(row["low"] is not null && (double)row["value"]! != 0, row.ToJsonString()));
        // An encoder sees the same of a text whichever head scores it; the mitigated one is another.
        Assert.Equal(4 * Responses, await _service.Database.ScalarAsync<long>($"select count(*) from guessed_groups where audit_id = '{id}'"));
        Assert.NotEqual(0, await _service.Database.ScalarAsync<long>(
            $"""
            select count(*) from guessed_groups one join guessed_groups other using (audit_id, item_id, response_no)
            where audit_id = '{id}' and one.scorer < other.scorer and one.by_vector <> other.by_vector and one.by_plain = other.by_plain
            """));
    }

    [Fact]
    public async Task Called_off_and_with_a_student_erased_they_end_as_one()
    {
        var (_, started) = await _service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            Request("""{ "kind": "bert", "checkpoint": "model:tiny", "maxTokens": 16, "epochs": 200, "splits": ["mixed"] }"""));
        var id = (string)started!["auditId"]!;
        await _service.Http.WaitAsync(id, audit => audit["progress"]!["running"]!.AsArray().Count(fit => (int?)fit!["epoch"] > 0) >= 2);
        Assert.Equal(0, await _service.Database.ScalarAsync<long>(
            $"""
            select count(*) from fits f join fits by on by.audit_id = f.audit_id and by.fit_no = f.led_by
            where f.audit_id = '{id}' and f.status <> by.status
            """));
        await _service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/cancel");
        Assert.Equal(0, await _service.Database.ScalarAsync<long>($"select count(*) from fits where audit_id = '{id}' and status in ('queued', 'running')"));

        Assert.InRange((await _service.Http.SendAsync(HttpMethod.Delete, "/v1/students/s3")).Status, 200, 204);
        var again = await AuditAsync("""{ "kind": "bert", "checkpoint": "model:tiny", "maxTokens": 16, "splits": ["mixed"] }""");
        Assert.True((string)again["status"]! == "completed", again.ToJsonString());
        Assert.True(await _service.Database.ScalarAsync<long>($"select count(*) from fits where audit_id = '{again["auditId"]}' and led_by is not null") > 0);
    }

    [Fact]
    public async Task A_worker_that_is_killed_is_taken_over_from_by_one_that_comes_to_the_same_figures()
    {
        const string Scorer = """{ "kind": "bert", "checkpoint": "scratch:tiny", "head": "regression", "epochs": 24, "splits": ["mixed"] }""";
        await using var database = await TestDatabase.CreateAsync();
        string id;
        using (var first = await ServiceProcess.StartAsync(database))
        {
            await SendAsync(first.Http, "a", Texts.Csv(Responses, levels: 3));
            await SendAsync(first.Http, "b", Trait);
            id = (string)(await first.Http.SendAsync(HttpMethod.Post, "/v1/audits", Request(Scorer, "a", "b"))).Body!["auditId"]!;
            await first.Http.WaitAsync(id, audit => audit["progress"]!["running"]!.AsArray().Any(fit => (int?)fit!["epoch"] is > 1 and < 18));
            first.Kill();
        }
        using var second = await ServiceProcess.StartAsync(database);
        var completed = await second.Http.WaitAsync(id);
        Assert.True((string)completed["status"]! == "completed", completed.ToJsonString());
        Assert.Equal(2 * Responses, await database.ScalarAsync<long>("select count(*) from out_of_fold_scores"));
        Assert.True(await database.ScalarAsync<int>("select max(attempt) from fits where led_by is not null") > 1, "No fit was interrupted.");
        var undisturbed = await second.Http.AuditAsync(Request(Scorer, "a", "b"));
        var figures = await second.Http.ReadAsync($"/v1/audits/{id}/report");
        var same = await second.Http.ReadAsync($"/v1/audits/{undisturbed["auditId"]}/report");
        Assert.Equal(same["measures"]!.ToJsonString(), figures["measures"]!.ToJsonString());
    }

    /// <summary>The same text of the same student under another id, in another order, where the best are the worst.</summary>
    private static string TurnedAndRenamed(string[] cells)
    {
        var number = int.Parse(cells[0][1..], CultureInfo.InvariantCulture);
        return string.Join(',', [$"z{Responses - number:000}", cells[1], cells[2], $"{2 - int.Parse(cells[3], CultureInfo.InvariantCulture)}", cells[4]]);
    }

    private static async Task SendAsync(HttpClient http, string item, string csv) =>
        Assert.Equal(200, (await http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=2", csv, "text/csv")).Status);

    private static string Request(string scorer, params string[] items) =>
        $$"""
        { "items": ["{{string.Join("\", \"", items.Length > 0 ? items : ["a", "b", "c"])}}"], "attribute": "gender", "folds": 2, "bootstrap": 100,
          "scorers": [ {{scorer}} ] }
        """;

    private Task<System.Text.Json.Nodes.JsonNode> AuditAsync(string scorer) => _service.Http.AuditAsync(Request(scorer));
}
