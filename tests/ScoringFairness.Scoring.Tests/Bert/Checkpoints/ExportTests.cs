using System.Text.Json.Nodes;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Model;
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

    [Fact]
    public void A_head_that_the_layout_has_no_place_for_is_left_out_and_the_encoder_can_be_trained_further()
    {
        TinyCheckpoint.Write(_home.File("tiny"));
        var request = ShortAnswers.Request(20, 10, 8) with { ExportFolder = _home.File("trained") };
        new BertScorerEngine(
            new() { Checkpoint = "model:tiny", ModelRoot = _home.Path, Epochs = 1, MaxTokens = 32, Head = LevelHead.Regression, Pooling = Pooling.Layers })
            .Fit(request, null, Cancellation);
        Assert.Contains("no classifier", Assert.Throws<CheckpointException>(() => new BertScorer(_home.File("trained"))).Message, StringComparison.Ordinal);
        Assert.Equal(8, Fit("model:trained", request with { ExportFolder = null }).Scores.Count);
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
