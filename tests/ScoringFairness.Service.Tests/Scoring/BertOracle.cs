using System.Text.Json;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Blocks;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Training;
using TorchSharp;

namespace ScoringFairness.Service.Tests.Scoring;

/// <summary>The tiny BERT of shared/oracles/bert-tiny, and the figures that PyTorch computed with it.</summary>
internal sealed class BertOracle : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly DropoutMasks _dropout = new(0);

    public BertOracle()
    {
        Folder = SharedFolder.Path("oracles", "bert-tiny");
        Expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json"))).RootElement;
        Checkpoint = new CheckpointFolder(Folder);
        Model = new BertForSequenceClassification(Checkpoint.Config, 4, _dropout);
        Checkpoint.Load(Model, classifier: true);
        var mask = Matrix("attention_mask");
        Texts = [.. Matrix("input_ids").Zip(mask, (ids, real) => ids.Take((int)real.Sum()).Select(id => (int)id).ToArray())];
        Levels = [.. Expected.GetProperty("labels").EnumerateArray().Select(l => l.GetInt32())];
    }

    public string Folder { get; }

    public JsonElement Expected { get; }

    public CheckpointFolder Checkpoint { get; }

    public BertForSequenceClassification Model { get; }

    public IReadOnlyList<int[]> Texts { get; }

    public IReadOnlyList<int> Levels { get; }

    public TokenBatch Batch() => TokenBatch.Of(Texts, Checkpoint.Config.PadTokenId);

    public float[][] Matrix(string name) => Matrix(Expected.GetProperty(name));

    public static float[][] Matrix(JsonElement rows) =>
        [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetSingle()).ToArray())];

    /// <summary>Asserts that all figures agree to the tolerance.</summary>
    public static void Same(float[][] expected, torch.Tensor actual, double tolerance)
    {
        var values = actual.contiguous().data<float>().ToArray();
        var flat = expected.SelectMany(row => row).ToArray();
        Assert.Equal(flat.Length, values.Length);
        var largest = flat.Zip(values, (e, a) => Math.Abs(e - a)).Max();
        Assert.True(largest <= tolerance, $"The largest difference is {largest}.");
    }

    public void Dispose()
    {
        Model.Dispose();
        _scope.Dispose();
    }
}
