using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Takes texts through the layers that are not trained, once for all epochs.</summary>
/// <remarks>
/// Each window alone, so that what comes out depends on nothing but the window, and without dropout. States are kept with half the digits
/// of a float: hidden states are of the size of 1, and a thousandth of that is less than dropout does to them.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="layers">Layers that are frozen, the embeddings with them.</param>
/// <param name="cancellation">Looked at between texts.</param>
/// <param name="isPlaceWanted">Asked between texts that other fits find.</param>
internal sealed class FrozenEncoding(
    BertForSequenceClassification model, int layers, CancellationToken cancellation, Func<bool>? isPlaceWanted = null)
{
    private const int TextsAtOnce = 8;

    /// <summary>Memory of the states of one fit; with more, texts go through the layers in every step.</summary>
    private const long MostBytes = 2L << 30;

    /// <summary>The texts with their states; as they are where they would take too much memory.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="shared">Where other fits find them; null: nowhere.</param>
    /// <param name="encoder">What tells these layers from others.</param>
    /// <param name="note">Told, in words, how far it is.</param>
    public IReadOnlyList<TokenizedText> Of(IReadOnlyList<TokenizedText> texts, EncodedResponses? shared, string encoder, Action<string> note)
    {
        if (texts.Sum(text => (long)text.Tokens) * model.Config.HiddenSize * sizeof(ushort) > MostBytes) return texts;
        model.eval();
        var done = 0;
        IReadOnlyList<FrozenText> Compute(IReadOnlyList<int> places)
        {
            note($"encoding responses by {layers} frozen layers, {Math.Min(texts.Count, done += places.Count)} of at most {texts.Count}");
            return [.. places.Select(place => Of(texts[place]))];
        }
        var frozen = shared is null
            ? Enumerable.Range(0, texts.Count).Chunk(TextsAtOnce).SelectMany(Compute).ToList()
            : shared.Get($"{encoder}|{layers} frozen", [.. texts.Select(DigestOf)], Compute, text => text.Bytes, TextsAtOnce, cancellation, isPlaceWanted);
        return [.. texts.Zip(frozen, (text, states) => text with { Frozen = states })];
    }

    private FrozenText Of(TokenizedText text)
    {
        var width = model.Config.HiddenSize;
        var sums = new double[model.Config.NumHiddenLayers * width];
        var windows = new List<Half[]>();
        using var noGradient = no_grad();
        foreach (var window in text.Windows)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var ids = tensor(Array.ConvertAll(window, id => (long)id), [1, window.Length], device: model.Device.Torch);
            var states = model.bert.encoder.States(model.bert.embeddings.call(ids), mask: null);
            foreach (var (layer, state) in states.Index())
            {
                using var values = HostValues.Of(state.sum(1));
                foreach (var (at, value) in values.data<float>().Index()) sums[layer * width + at] += value;
            }
            using var last = HostValues.Of(states[layers - 1]);
            windows.Add([.. last.data<float>().Select(value => (Half)value)]);
        }
        return new(layers, windows, Array.ConvertAll(sums, sum => (float)(sum / text.Tokens)));
    }

    private static string DigestOf(TokenizedText text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var window in text.Windows)
        {
            hash.AppendData(BitConverter.GetBytes(window.Length));
            hash.AppendData(MemoryMarshal.AsBytes(window.AsSpan()));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
