using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Recipes and screening in whole audits, over HTTP.</summary>
public sealed class RecipeAuditTests : IAsyncLifetime
{
    private readonly string _models = Directory.CreateTempSubdirectory().FullName;
    private readonly RunningService _service;

    public RecipeAuditTests() => _service = new() { Settings = [$"--Training:ModelRoot={_models}"] };

    public async ValueTask InitializeAsync()
    {
        TinyCheckpoint.Write(Path.Combine(_models, "tiny"));
        await _service.InitializeAsync();
        await _service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=a&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(72, levels: 3), "text/csv");
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_models, recursive: true);
    }

    [Fact]
    public async Task A_recipe_is_followed_and_stored_with_every_default_and_an_ordinal_head_gives_real_valued_scores()
    {
        var audit = await AuditAsync("""
            { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "maxTokens": 16, "longTexts": "windows", "head": "ordinal",
              "layerDecay": 0.9, "labelSmoothing": 0.1, "classWeights": "balanced", "pretrainingEpochs": 1, "splits": ["mixed"] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var scorer = audit["request"]!["scorers"]![0]!;
        Assert.Equal(
            ("fineTuning", "windows", "ordinal", "balanced", "last", 0.9, 0.1, 0.001),
            ((string)scorer["mode"]!, (string)scorer["longTexts"]!, (string)scorer["head"]!, (string)scorer["classWeights"]!, (string)scorer["takenEpoch"]!,
             (double)scorer["layerDecay"]!, (double)scorer["warmupFraction"]!, (double)scorer["pretrainingLearningRate"]!));
        Assert.True(await _service.Database.ScalarAsync<long>("select count(*) from out_of_fold_scores where score <> round(score)") > 0);
    }

    [Fact]
    public async Task Screening_trains_on_responses_encoded_once_and_every_fit_and_the_report_say_so()
    {
        var audit = await AuditAsync("""{ "kind": "bert", "checkpoint": "model:tiny", "mode": "screening", "maxTokens": 32 }""");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var id = (string)audit["auditId"]!;
        var fits = (await _service.Http.ReadAsync($"/v1/audits/{id}/fits"))["items"]!.AsArray();
        Assert.Equal(8, fits.Count);
        Assert.All(fits, fit => Assert.Contains("encoder was not trained", fit!.ToJsonString(), StringComparison.Ordinal));
        // It has no epochs, and the first fit reads for all.
        Assert.All(fits, fit => Assert.Equal(1, (int)fit!["epochs"]!));
        Assert.Equal(1, await _service.Database.ScalarAsync<long>(
            "select count(*) from fits where cost > (select 10 * min(cost) from fits)"));
        var page = await _service.Http.GetStringAsync(
            new Uri($"/v1/audits/{id}/report.html", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("trained in screening mode", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scorer_that_has_learnt_nothing_is_named_by_its_fits_the_audit_s_warnings_and_the_report()
    {
        var audit = await AuditAsync("""
            { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "learningRate": 1e-9, "splits": ["mixed"] },
            { "kind": "linear", "splits": ["mixed"] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var id = (string)audit["auditId"]!;
        var fits = (await _service.Http.ReadAsync($"/v1/audits/{id}/fits"))["items"]!.AsArray().Where(fit => (string)fit!["scorer"]! == "bert").ToList();
        Assert.Equal(2, fits.Count);
        Assert.All(fits, fit =>
        {
            Assert.True((bool)fit!["learntNothing"]!);
            Assert.Contains("trained twice", (string)fit["note"]!, StringComparison.Ordinal);
        });
        // Of what the texts tell, the linear scorer may have learnt nothing either.
        var warning = Assert.Single(
            audit["warnings"]!.AsArray(),
            one => (string)one!["code"]! == "learntNothing" && ((string)one["message"]!).Contains("'bert'", StringComparison.Ordinal))!;
        Assert.Equal("a", (string)warning["itemId"]!);
        Assert.Contains("Scorer 'bert', split 'mixed', has learnt nothing in 2 of 2 training runs", (string)warning["message"]!, StringComparison.Ordinal);
        var page = await _service.Http.GetStringAsync(new Uri($"/v1/audits/{id}/report.html", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("has learnt nothing in 2 of 2 training runs", page, StringComparison.Ordinal);
        Assert.Contains("(learnt nothing)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_word_bert_starts_from_the_encoder_that_comes_with_the_program_and_is_fine_tuned()
    {
        var audit = await AuditAsync("""{ "kind": "bert", "splits": ["mixed"] }""");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var scorer = audit["request"]!["scorers"]![0]!;
        Assert.Equal(
            ("package:minilm-l6", "fineTuning", "regression", "layers", true, 5),
            ((string)scorer["checkpoint"]!, (string)scorer["mode"]!, (string)scorer["head"]!, (string)scorer["pooling"]!, (bool)scorer["features"]!,
             (int)scorer["frozenLayers"]!));
        Assert.Equal(72, await _service.Database.ScalarAsync<long>("select count(*) from out_of_fold_scores where expected is not null"));
    }

    [Theory]
    [InlineData(""" "checkpoint": "scratch:tiny", "mode": "screening" """, "pre-trained")]
    [InlineData(""" "layerDecay": 2 """, "layerDecay")]
    [InlineData(""" "labelSmoothing": -1 """, "labelSmoothing")]
    [InlineData(""" "headRate": 0 """, "headRate")]
    [InlineData(""" "pooling": "median" """, "pooling")]
    [InlineData(""" "longTexts": "middle" """, "longTexts")]
    public async Task A_recipe_that_cannot_be_followed_is_refused_with_the_field(string recipe, string named)
    {
        var (status, problem) = await _service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            $$"""{ "items": ["a"], "attribute": "gender", "minGroupSize": 10, "scorers": [ { "kind": "bert", {{recipe}} } ] }""");
        Assert.InRange(status, 400, 422);
        Assert.Contains(named, problem!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipe_belongs_to_bert_alone()
    {
        var (status, problem) = await _service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            """{ "items": ["a"], "attribute": "gender", "minGroupSize": 10, "scorers": [ { "kind": "linear", "head": "ordinal" } ] }""");
        Assert.Equal(400, status);
        Assert.Contains("belong to kind bert", problem!.ToJsonString(), StringComparison.Ordinal);
    }

    private Task<JsonNode> AuditAsync(string scorer) => _service.Http.AuditAsync(
        $$"""{ "items": ["a"], "attribute": "gender", "folds": 2, "seed": 5, "bootstrap": 100, "minGroupSize": 10, "scorers": [ {{scorer}} ] }""");
}
