using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("checkpoints").FullName;

    [Fact]
    public void A_fit_starts_from_a_folder_under_the_model_root()
    {
        Copy();
        var result = Fit("model:owner/tiny");
        Assert.Equal(48, result.VocabularySize);
        Assert.Matches("^[0-9a-f]{64}$", result.CheckpointDigest);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("vocab.txt")]
    [InlineData("model.safetensors")]
    public void A_missing_file_is_named(string file)
    {
        File.Delete(Path.Combine(Copy(), file));
        var exception = Assert.Throws<CheckpointException>(() => Fit("model:owner/tiny"));
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_root, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_that_are_missing_left_over_or_of_the_wrong_shape_are_all_named()
    {
        var folder = Copy();
        var config = Path.Combine(folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", StringComparison.Ordinal));
        var more = Assert.Throws<CheckpointException>(() => Fit("model:owner/tiny"));
        Assert.Contains("missing: bert.encoder.layer.2.attention.output.LayerNorm.bias", more.Message, StringComparison.Ordinal);

        File.WriteAllText(config, File.ReadAllText(config)
            .Replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 1", StringComparison.Ordinal)
            .Replace("\"max_position_embeddings\": 40", "\"max_position_embeddings\": 41", StringComparison.Ordinal));
        var fewer = Assert.Throws<CheckpointException>(() => Fit("model:owner/tiny"));
        Assert.Contains("left over: bert.encoder.layer.1.", fewer.Message, StringComparison.Ordinal);
        Assert.Contains("bert.embeddings.position_embeddings.weight [40, 32] instead of [41, 32]", fewer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_tokens_than_positions_are_refused()
    {
        Copy();
        var exception = Assert.Throws<CheckpointException>(() => Fit("model:owner/tiny", maxTokens: 64));
        Assert.Contains("40 positions", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model:other")]
    [InlineData("model:owner")]
    public void A_folder_that_is_no_checkpoint_fails_clearly(string checkpoint)
    {
        Copy();
        Assert.Throws<CheckpointException>(() => Fit(checkpoint));
    }

    [Theory]
    [InlineData("model:")]
    [InlineData("model:..")]
    [InlineData("model:../secrets")]
    [InlineData("model:a/../b")]
    [InlineData("model:/etc")]
    [InlineData("model:.hidden")]
    [InlineData("model:a//b")]
    [InlineData("model:a/")]
    [InlineData("model:a\\..\\b")]
    [InlineData("model:a\n")]
    [InlineData("scratch:huge")]
    [InlineData("Scratch:tiny")]
    [InlineData("")]
    public void Names_that_lead_elsewhere_are_no_checkpoints(string checkpoint) =>
        Assert.Contains(new BertOptions { Checkpoint = checkpoint }.Problems(), p => p.StartsWith("checkpoint ", StringComparison.Ordinal));

    [Fact]
    public void Every_option_out_of_range_is_named()
    {
        var problems = new BertOptions
        {
            Epochs = 0,
            LearningRate = double.NaN,
            BatchSize = 0,
            MaxTokens = 513,
            WarmupFraction = 1.1,
            WeightDecay = -1,
            MaximumGradientNorm = 0,
            Threads = 0,
        }.Problems();
        Assert.Equal(
            ["epochs", "learningRate", "batchSize", "maxTokens", "warmupFraction", "weightDecay", "maximumGradientNorm", "threads"],
            problems.Select(p => p.Split(' ')[0]));
        Assert.Throws<ArgumentException>(() => new BertScorerEngine(new() { Epochs = 0 }));
    }

    [Theory]
    [InlineData("scratch:tiny")]
    [InlineData("scratch:mini")]
    [InlineData("model:bert-base")]
    public void Defaults_have_no_problems(string checkpoint)
    {
        Assert.Empty(BertDefaults.For(checkpoint).Problems());
        Assert.Equal(checkpoint, BertDefaults.For(checkpoint).Checkpoint);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Copy()
    {
        var source = SharedFolder.Path("oracles", "bert-tiny");
        var folder = Directory.CreateDirectory(Path.Combine(_root, "owner", "tiny")).FullName;
        foreach (var file in (string[])["config.json", "vocab.txt", "model.safetensors"])
            File.WriteAllBytes(Path.Combine(folder, file), File.ReadAllBytes(Path.Combine(source, file)));
        return folder;
    }

    private FitResult Fit(string checkpoint, int maxTokens = 32) =>
        new BertScorerEngine(new() { Checkpoint = checkpoint, ModelRoot = _root, Epochs = 1, MaxTokens = maxTokens })
            .Fit(ShortAnswers.Request(20, 5, 5), null, TestContext.Current.CancellationToken);
}
