using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Screening;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Checkpoints;

/// <summary>What keeps a checkpoint from being trained from is named before training, and as what it is.</summary>
public sealed class UnfitCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly string _folder;

    public UnfitCheckpointTests()
    {
        _folder = _root.File("tiny");
        TinyCheckpoint.Write(_folder);
    }

    [Theory]
    [InlineData("added_tokens.json", """{ "@NAME1": 102, "[MASK]": 4 }""")]
    [InlineData("tokenizer_config.json", """{ "added_tokens_decoder": { "0": { "content": "[PAD]" }, "102": { "content": "@NAME1" } } }""")]
    [InlineData("tokenizer.json", """{ "added_tokens": [ { "id": 0, "content": "[PAD]", "special": true }, { "id": 102, "content": "@NAME1" } ] }""")]
    public void Tokens_that_were_added_to_the_vocabulary_are_refused_by_name(string file, string content)
    {
        Assert.Null(BertCheck.Problem(Options("model:tiny"), TestContext.Current.CancellationToken));
        File.WriteAllText(Path.Combine(_folder, file), content);
        var problem = BertCheck.Problem(Options("model:tiny"), TestContext.Current.CancellationToken);
        Assert.Contains("@NAME1", problem, StringComparison.Ordinal);
        Assert.Contains(file, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("[PAD]", problem, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => Fit("model:tiny"));
    }

    [Theory]
    [InlineData("added_tokens.json", "{}")]
    [InlineData("tokenizer_config.json", """{ "added_tokens_decoder": { "0": { "content": "[PAD]" }, "4": { "content": "[MASK]" } } }""")]
    public void The_special_tokens_of_BERT_are_none_of_them(string file, string content)
    {
        File.WriteAllText(Path.Combine(_folder, file), content);
        Assert.Null(BertCheck.Problem(Options("model:tiny"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Weights_that_are_no_numbers_are_named_as_that_in_every_mode(float weight)
    {
        var file = Path.Combine(_folder, CheckpointFiles.Weights);
        var files = new Dictionary<string, byte[]> { [CheckpointFiles.Weights] = File.ReadAllBytes(file) };
        CheckpointFiles.Change(files, tensor =>
        {
            if (tensor.Name == "bert.encoder.layer.1.output.dense.weight") BitConverter.TryWriteBytes(tensor.Bytes.AsSpan(^4..), weight);
            return tensor;
        });
        File.WriteAllBytes(file, files[CheckpointFiles.Weights]);
        Action[] fits =
        [
            () => Fit("model:tiny"),
            () => new ScreeningEngine(Options("model:tiny", TrainingMode.Screening), new()).Fit(Request, null, TestContext.Current.CancellationToken),
        ];
        foreach (var fit in fits)
        {
            var exception = Assert.Throws<CheckpointException>(fit);
            Assert.Contains("bert.encoder.layer.1.output.dense.weight", exception.Message, StringComparison.Ordinal);
            Assert.Contains("no number", exception.Message, StringComparison.Ordinal);
            Assert.False(exception.MayPass);
        }
    }

    [Theory]
    [InlineData("nan_weight", null, "no number")]
    [InlineData("added_tokens_nan_rows", "@NAME1", "@NAME1")]
    public void The_cases_are_refused_as_what_they_are(string name, string? whenAsked, string whenFitted)
    {
        var folder = Directory.CreateDirectory(_root.File(name)).FullName;
        foreach (var file in Directory.EnumerateFiles(SharedFolder.Path("cases", name)))
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), File.ReadAllBytes(file));
        var problem = BertCheck.Problem(Options($"model:{name}"), TestContext.Current.CancellationToken);
        Assert.Equal(whenAsked is null, problem is null);
        Assert.Contains(whenAsked ?? "", problem ?? "", StringComparison.Ordinal);
        Assert.Contains(whenFitted, Assert.Throws<CheckpointException>(() => Fit($"model:{name}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_headers_tell_is_known_before_a_fit()
    {
        Assert.Contains("no such folder", Problem("model:none"), StringComparison.Ordinal);
        Assert.Contains("positions", Problem("model:tiny", maxTokens: TinyCheckpoint.Positions + 1), StringComparison.Ordinal);
        Assert.Null(BertCheck.Problem(Options("scratch:tiny"), TestContext.Current.CancellationToken));
        Assert.Null(BertCheck.Problem(Options("package:minilm-l6"), TestContext.Current.CancellationToken));
        var file = Path.Combine(_folder, "config.json");
        File.WriteAllText(
            file, File.ReadAllText(file).Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", StringComparison.Ordinal));
        Assert.Contains("missing: bert.encoder.layer.2.", Problem("model:tiny"), StringComparison.Ordinal);

        string Problem(string checkpoint, int maxTokens = 16) =>
            BertCheck.Problem(Options(checkpoint) with { MaxTokens = maxTokens }, TestContext.Current.CancellationToken)!;
    }

    public void Dispose() => _root.Dispose();

    private static FitRequest Request => ShortAnswers.Request(12, 4, 4);

    private BertOptions Options(string checkpoint, TrainingMode mode = TrainingMode.FineTuning) =>
        BertDefaults.For(checkpoint, mode) with { Checkpoint = checkpoint, MaxTokens = 16, Epochs = 1, ModelRoot = _root.Path };

    private void Fit(string checkpoint) => new BertScorerEngine(Options(checkpoint)).Fit(Request, null, TestContext.Current.CancellationToken);
}
