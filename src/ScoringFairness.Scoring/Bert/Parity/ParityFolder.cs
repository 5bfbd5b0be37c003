using System.Text.Json;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Parity;

/// <summary>
/// A folder with a BERT classifier and <c>expected.json</c>: a padded batch (input_ids, attention_mask, labels) and the figures
/// that another implementation computed from it.
/// </summary>
internal sealed class ParityFolder : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly DropoutMasks _dropout = new(0);

    /// <summary>Reads the folder and makes the model on a device, without dropout.</summary>
    /// <exception cref="CheckpointException">The folder is not of this form; the file and the problem are named.</exception>
    public ParityFolder(string folder, TorchDevice device)
    {
        Path = System.IO.Path.Combine(folder, "expected.json");
        try
        {
            Expected = BoundedFile.ReadObject(Path, BoundedFile.Lists, root => root.Clone());
            var ids = Rows("input_ids");
            Texts = [.. ids.Zip(Rows("attention_mask"), Text)];
            Levels = [.. Expected.GetProperty("labels").EnumerateArray().Select(level => level.GetInt32())];
            Checkpoint = new CheckpointFolder(folder);
            var levelCount = Checkpoint.ClassifierLevels ?? throw new FormatException("its model has no classifier");
            CheckBatch(ids.Length, levelCount);
            Model = new(Checkpoint.Config with { HiddenDropoutProb = 0, AttentionProbsDropoutProb = 0 }, levelCount, _dropout);
            Checkpoint.Load(Model, classifier: true);
            Model.Place(device);
        }
        catch (Exception exception)
        {
            Dispose();
            if (exception is KeyNotFoundException or InvalidOperationException or FormatException)
                throw new CheckpointException(Path, $"it does not hold a batch and its figures ({exception.Message.TrimEnd('.')})", exception);
            throw;
        }
    }

    /// <summary>The file of figures.</summary>
    public string Path { get; }

    /// <summary>Its content.</summary>
    public JsonElement Expected { get; }

    /// <summary>The files of the model.</summary>
    public CheckpointFolder Checkpoint { get; }

    /// <summary>The model.</summary>
    public BertForSequenceClassification Model { get; }

    /// <summary>Token ids of each text of the batch, padding left away.</summary>
    public IReadOnlyList<int[]> Texts { get; }

    /// <summary>The level of each text.</summary>
    public IReadOnlyList<int> Levels { get; }

    /// <summary>The batch, in the current dispose scope.</summary>
    public TokenBatch Batch() => TokenBatch.Of([.. Texts], Checkpoint.Config.PadTokenId, Model.Device);

    /// <summary>A matrix of figures.</summary>
    public float[][] Rows(string name) => Rows(Expected, name);

    /// <summary>A matrix of figures.</summary>
    public static float[][] Rows(JsonElement parent, string name) =>
        [.. parent.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetSingle()).ToArray())];

    /// <summary>A row of figures.</summary>
    public static double[] Row(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];

    /// <inheritdoc/>
    public void Dispose()
    {
        Model?.Dispose();
        _scope.Dispose();
    }

    private static int[] Text(float[] ids, float[] mask)
    {
        var real = mask.TakeWhile(x => x == 1).Count();
        return real > 0 && ids.Length == mask.Length && mask.Skip(real).All(x => x == 0)
            ? [.. ids.Take(real).Select(id => (int)id)]
            : throw new FormatException("padding stands elsewhere than after the tokens of a text");
    }

    private void CheckBatch(int texts, int levelCount)
    {
        if (texts == 0 || Texts.Count != texts || Levels.Count != texts)
            throw new FormatException("input_ids, attention_mask and labels are not of one number of texts");
        if (Levels.Any(level => level < 0 || level >= levelCount)) throw new FormatException($"a label is not one of {levelCount} levels");
        if (Texts.Any(text => text.Length > Checkpoint.Config.MaxPositionEmbeddings || text.Any(id => id < 0 || id >= Checkpoint.Config.VocabSize)))
            throw new FormatException("a text is longer than the model's positions, or has a token outside its vocabulary");
        if (Expected.TryGetProperty("token_type_ids", out _) && Rows("token_type_ids").Any(row => row.Any(type => type != 0)))
            throw new FormatException("token_type_ids are not all 0");
    }
}
