using System.Text.Json;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Screening;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Parity;

/// <summary>How far an encoder's figures lie from another implementation's.</summary>
/// <param name="Forward">Largest absolute difference of hidden states.</param>
/// <param name="Texts">Texts that were compared.</param>
/// <param name="OtherTokens">Those of them, counted from 1, that become other tokens here; the hidden states are those of the tokens given.</param>
public sealed record EncoderDifferences(double Forward, int Texts, IReadOnlyList<int> OtherTokens)
{
    /// <summary>The largest <see cref="Forward"/> that float32 and six digits explain.</summary>
    public const double ForwardLimit = 1e-4;

    /// <summary>Whether the hidden states lie within the limit; what is not a number does not.</summary>
    public bool Holds => Forward <= ForwardLimit;
}

/// <summary>Compares a pre-trained encoder's tokens and hidden states with those that another implementation computed.</summary>
public static class EncoderParity
{
    private const string First = "first_token_hidden";

    /// <summary>Whether the folder's <c>expected.json</c> has an encoder's figures, rather than a classifier's.</summary>
    /// <exception cref="CheckpointException">There is no such file.</exception>
    public static bool IsOfEncoder(string folder) => BoundedFile.ReadObject(FileOf(folder), BoundedFile.Lists, root => root.TryGetProperty(First, out _));

    /// <summary>
    /// Compares with a folder's <c>expected.json</c>: texts, their input_ids ([CLS] and [SEP] included), and the last hidden state of the
    /// first token (first_token_hidden), of the last (last_token_hidden), and the mean over all (mean_hidden).
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Name the checkpoint, and the places that it may come from; null: the checkpoint is the folder's.</param>
    /// <param name="device">What it runs on.</param>
    /// <param name="cancellation">Looked at while a checkpoint is fetched.</param>
    /// <exception cref="CheckpointException">The folder is not of this form, or there is no such checkpoint.</exception>
    public static EncoderDifferences Measure(string folder, BertOptions? options, TorchDevice device, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(device);
        var path = FileOf(folder);
        try
        {
            var expected = BoundedFile.ReadObject(path, BoundedFile.Lists, root => root.Clone());
            return Measure(expected, options is null ? new CheckpointFolder(folder) : BertStart.CheckpointOf(options, null, cancellation), device);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException(path, $"it does not hold texts and their figures ({exception.Message.TrimEnd('.')})", exception);
        }
    }

    private static EncoderDifferences Measure(JsonElement expected, Checkpoint checkpoint, TorchDevice device)
    {
        string[] texts = [.. expected.GetProperty("texts").EnumerateArray().Select(text => text.GetString() ?? "")];
        int[][] ids = [.. expected.GetProperty("input_ids").EnumerateArray().Select(row => row.EnumerateArray().Select(id => id.GetInt32()).ToArray())];
        if (texts.Length == 0 || ids.Length != texts.Length) throw new FormatException("texts and input_ids are not of one number");
        var config = checkpoint.Config;
        if (ids.Any(row => row.Length == 0 || row.Length > config.MaxPositionEmbeddings || row.Any(id => id < 0 || id >= config.VocabSize)))
            throw new FormatException("a text has no tokens, more than the model has positions, or one outside its vocabulary");
        var tokenizer = new ResponseTokenizer(checkpoint.Tokens.Vocabulary, checkpoint.Tokens.Basic);
        int[] other = [.. Enumerable.Range(0, ids.Length)
            .Where(text => !tokenizer.Encode(texts[text], config.MaxPositionEmbeddings).SequenceEqual(ids[text])).Select(text => text + 1)];
        return new(Forward(expected, ids, checkpoint, device), texts.Length, other);
    }

    private static double Forward(JsonElement expected, int[][] ids, Checkpoint checkpoint, TorchDevice device)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var encoder = new PretrainedEncoder(checkpoint, device);
        var batch = TokenBatch.Of([.. ids.Select(row => (TokenizedText)row)], checkpoint.Config.PadTokenId, device);
        var hidden = encoder.Hidden(batch)[^1];
        Tensor Rows(Func<int, Tensor> row) => stack([.. Enumerable.Range(0, ids.Length).Select(row)]);
        return BertParity.Largest(
        [
            BertParity.Difference(ParityFolder.Rows(expected, First), hidden.select(1, 0)),
            BertParity.Difference(ParityFolder.Rows(expected, "last_token_hidden"), Rows(text => hidden[text, ids[text].Length - 1])),
            BertParity.Difference(ParityFolder.Rows(expected, "mean_hidden"), Rows(text => hidden[text].narrow(0, 0, ids[text].Length).mean([0L]))),
        ]);
    }

    private static string FileOf(string folder) => Path.Combine(folder, "expected.json");
}
