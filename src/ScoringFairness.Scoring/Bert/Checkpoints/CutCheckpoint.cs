using System.Globalization;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>The first layers of a checkpoint: its embeddings, as many layers from there upwards, and its pooler.</summary>
/// <remarks>
/// Of all ways to leave layers of a BERT out, leaving out the upper ones costs least: Sajjad, Dalvi, Durrani, Nakov (2023), Computer Speech
/// &amp; Language 77, 101429.
/// </remarks>
internal sealed class CutCheckpoint : Checkpoint
{
    private const string Layer = "bert.encoder.layer.";
    private readonly Checkpoint _whole;

    /// <summary>Cuts a checkpoint.</summary>
    /// <param name="whole">The checkpoint.</param>
    /// <param name="layers">Layers that are kept.</param>
    /// <param name="name">The checkpoint's name, for whoever asks for more layers than it has.</param>
    /// <exception cref="CheckpointException">It has fewer layers.</exception>
    public CutCheckpoint(Checkpoint whole, int layers, string name) : base(
        layers <= whole.Config.NumHiddenLayers
            ? whole.Config with { NumHiddenLayers = layers }
            : throw new CheckpointException($"Checkpoint '{name}' has {whole.Config.NumHiddenLayers} layers: layers must not exceed them."),
        whole.Tokens, () => whole.Open().Without(tensor => IsAbove(tensor, layers))) => _whole = whole;

    /// <inheritdoc/>
    public override string Identity => $"{_whole.Identity}|first {Config.NumHiddenLayers} layers";

    private static bool IsAbove(string tensor, int layers) =>
        tensor.StartsWith(Layer, StringComparison.Ordinal)
        && int.TryParse(tensor[Layer.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at >= layers;
}
