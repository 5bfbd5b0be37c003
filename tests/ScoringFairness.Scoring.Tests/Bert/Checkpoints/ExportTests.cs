using System.Text.Json.Nodes;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Checkpoints;

/// <summary>Trained scorers, written and read again.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_trained_scorer_that_was_written_and_read_again_gives_the_same_scores_bit_for_bit()
    {
        var folder = _home.File("exported");
        var request = ShortAnswers.Request(60, 20, 30) with { ExportFolder = folder };
        var fit = new BertScorerEngine(new() { Checkpoint = "scratch:tiny", Epochs = 2, LearningRate = 1e-3, MaxTokens = 24 }).Fit(request, null, Cancellation);
        Assert.Equal(
            ["config.json", "model.safetensors", "tokenizer_config.json", "vocab.txt"],
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([folder], Directory.EnumerateFileSystemEntries(_home.Path));
        PrivateModes.Expect(folder);

        using var scorer = new BertScorer(folder);
        var scores = scorer.Score(request.Responses, Cancellation);
        Assert.Equal(4, scorer.LevelCount);
        Assert.Equal(fit.Scores.SelectMany(score => score.Probabilities), scores.SelectMany(score => score.Probabilities));
        Assert.Equal(fit.Scores.Select(score => score.Level), scores.Select(score => score.Level));
        Assert.True(scores.Select(score => score.Probabilities[0]).Distinct().Count() > 20);

        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!;
        Assert.Equal(("bert", 4, 4), ((string)config["model_type"]!, (int)config["num_labels"]!, config["id2label"]!.AsObject().Count));
        Assert.Equal(24, (int)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer_config.json")))!["model_max_length"]!);
    }

    [Fact]
    public void A_scorer_of_a_cased_checkpoint_keeps_its_settings_and_can_be_trained_further()
    {
        TinyCheckpoint.Write(_home.File("cased"));
        File.WriteAllText(Path.Combine(_home.File("cased"), "tokenizer_config.json"), """{ "do_lower_case": false }""");
        var request = ShortAnswers.Request(20, 5, 8) with { ExportFolder = _home.File("trained") };
        var fit = Fit("model:cased", request);
        using (var scorer = new BertScorer(_home.File("trained")))
            Assert.Equal(fit.Scores.SelectMany(s => s.Probabilities), scorer.Score(request.Responses, Cancellation).SelectMany(s => s.Probabilities));
        Assert.False((bool)JsonNode.Parse(File.ReadAllText(Path.Combine(_home.File("trained"), "tokenizer_config.json")))!["do_lower_case"]!);

        var further = Fit("model:trained", request);
        Assert.NotEqual(fit.CheckpointDigest, further.CheckpointDigest);
        Assert.DoesNotContain(further.Notes, note => note.Contains("pooler", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LevelHead.Regression, Pooling.Layers, true, 0)]
    [InlineData(LevelHead.Regression, Pooling.Layers, true, 1)]
    [InlineData(LevelHead.Regression, Pooling.Cls, false, 0)]
    [InlineData(LevelHead.Ordinal, Pooling.Cls, false, 0)]
    [InlineData(LevelHead.Classification, Pooling.Mean, true, 0)]
    [InlineData(LevelHead.Classification, Pooling.Cls, false, 0)]
    public void Every_head_gives_its_scores_again_and_its_encoder_can_be_trained_further(LevelHead head, Pooling pooling, bool features, int frozen)
    {
        TinyCheckpoint.Write(_home.File("tiny"));
        var request = ShortAnswers.Request(60, 30, 12) with { ExportFolder = _home.File("trained") };
        var options = Of("tiny") with
        {
            Head = head,
            Pooling = pooling,
            Features = features,
            FrozenLayers = frozen,
            Epochs = 2,
            LearningRate = 1e-3,
            MaxTokens = 16,
            LongTexts = LongTexts.Windows,
        };
        var fit = new BertScorerEngine(options).Fit(request, null, Cancellation);
        PrivateModes.Expect(_home.File("trained"));
        using (var scorer = new BertScorer(_home.File("trained")))
        {
            // Frozen layers keep half the digits of a float.
            Same(fit, scorer.Score(request.Responses, Cancellation), frozen > 0 ? 5e-3 : 2e-4);
            Assert.Equal(4, scorer.LevelCount);
        }
        Assert.True(fit.Scores.Select(score => score.Probabilities[0]).Distinct().Count() > 10);
        Assert.Equal(12, Fit("model:trained", request with { ExportFolder = null }).Scores.Count);
    }

    [Fact]
    public void Of_scorers_trained_together_each_is_written_by_itself()
    {
        TinyCheckpoint.Write(_home.File("tiny"));
        var one = ShortAnswers.Request(60, 30, 12) with { ExportFolder = _home.File("one") };
        var other = one with
        {
            ExportFolder = _home.File("other"),
            LevelCount = 3,
            Training = [.. one.Training.Select(text => text with { Level = text.Level / 2 })],
            Validation = [.. one.Validation.Select(text => text with { Level = text.Level / 2 })],
        };
        var options = Of("tiny") with { Head = LevelHead.Regression, Pooling = Pooling.Layers, Features = true };
        var results = new BertScorerEngine(options).FitTogether([one, other], null, Cancellation);
        foreach (var (request, fit) in new[] { one, other }.Zip(results))
        {
            using var scorer = new BertScorer(request.ExportFolder!);
            Same(fit, scorer.Score(request.Responses, Cancellation), 2e-4);
            Assert.Equal(request.LevelCount, scorer.LevelCount);
        }
    }

    [Theory]
    [InlineData("scorer.json", "scorer.json")]
    [InlineData("scorer.linear", "scorer.linear")]
    [InlineData("scorer.safetensors", "scorer.safetensors")]
    public void A_file_of_a_scorer_that_somebody_cut_off_is_named(string file, string named)
    {
        TinyCheckpoint.Write(_home.File("tiny"));
        var folder = _home.File("trained");
        new BertScorerEngine(Of("tiny") with { Head = LevelHead.Regression, Pooling = Pooling.Layers, Features = true })
            .Fit(ShortAnswers.Request(40, 20, 4) with { ExportFolder = folder }, null, Cancellation);
        var path = Path.Combine(folder, file);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^9]);
        Assert.Contains(named, Assert.Throws<CheckpointException>(() => new BertScorer(folder)).Message, StringComparison.Ordinal);
    }

    private BertOptions Of(string model) => new() { Checkpoint = $"model:{model}", ModelRoot = _home.Path, Epochs = 1, MaxTokens = 32 };

    private static double Place(ResponseScore score) => score.Expected ?? score.Score!.Value;

    private static void Same(FitResult fit, IReadOnlyList<ResponseScore> scores, double within)
    {
        Assert.All(fit.Scores.Zip(scores), pair => Assert.Equal(Place(pair.First), Place(pair.Second), within));
        Assert.All(
            fit.Scores.SelectMany(score => score.Probabilities).Zip(scores.SelectMany(score => score.Probabilities)),
            pair => Assert.Equal(pair.First, pair.Second, (float)within));
    }

    [Fact]
    public void A_checkpoint_without_a_classifier_is_no_scorer()
    {
        var folder = _home.File("encoder");
        TinyCheckpoint.Write(folder);
        var weights = Path.Combine(folder, CheckpointFiles.Weights);
        File.WriteAllBytes(weights, CheckpointFiles.File(
            CheckpointFiles.Tensors(File.ReadAllBytes(weights)).Where(tensor => !tensor.Name.StartsWith("classifier.", StringComparison.Ordinal))));
        Assert.Contains("no classifier", Assert.Throws<CheckpointException>(() => new BertScorer(folder)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();

    private FitResult Fit(string checkpoint, FitRequest request) =>
        new BertScorerEngine(new() { Checkpoint = checkpoint, ModelRoot = _home.Path, Epochs = 1, MaxTokens = 32 }).Fit(request, null, Cancellation);
}
