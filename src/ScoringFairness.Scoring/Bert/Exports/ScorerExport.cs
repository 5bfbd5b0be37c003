using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Linear;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Exports;

/// <summary>Leaves a trained scorer in a folder: a checkpoint's files, and beside them what its head is, where that layout has no place for it.</summary>
/// <remarks>A regression scores by how far training moved it from its line, so what was trained is kept as it was before.</remarks>
internal sealed class ScorerExport : IDisposable
{
    private readonly BertForSequenceClassification _model;
    private readonly BertOptions _options;
    private readonly RidgeStart _ridge;
    private readonly IReadOnlyList<LinearLine> _lines;
    private readonly List<(string Name, Tensor Values)> _before = [];

    /// <summary>Made before the first step.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="ridge">The lines that a regression begins with.</param>
    /// <param name="lines">The linear scorers whose places the head sees.</param>
    /// <param name="isWanted">Whether anything will be written.</param>
    public ScorerExport(BertForSequenceClassification model, BertOptions options, RidgeStart ridge, IReadOnlyList<LinearLine> lines, bool isWanted)
    {
        (_model, _options, _ridge, _lines) = (model, options, ridge, lines);
        if (!isWanted || ridge.Start.Count == 0) return;
        // Further pre-training trains frozen layers too.
        var changed = BertTensors.Of(model).Where(one => one.Value.requires_grad || options.PretrainingEpochs > 0);
        foreach (var (name, weight) in changed.Where(one => BertTensors.IsOfBert(one.Key))) _before.Add((name, Values(weight)));
    }

    /// <summary>Writes the scorer of a head; a folder that is there is replaced.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="tokenizer">Its tokens.</param>
    /// <param name="head">The head.</param>
    /// <param name="levels">Levels of its scale.</param>
    /// <param name="places">What the outputs of a regression mean.</param>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public void Write(string folder, ResponseTokenizer tokenizer, int head, int levels, RegressionPlaces? places) => CheckpointExport.Write(
        folder, _model, tokenizer, _options.MaxTokens, into =>
        {
            if (CheckpointExport.HasPlaceFor(_model) && _options.LongTexts == LongTexts.Head) return;
            new ExportedScorer
            {
                Levels = levels,
                Head = _options.Head,
                Pooling = _options.Pooling,
                Features = _options.Features,
                LinearScorers = _lines.Count,
                MaxTokens = _options.MaxTokens,
                LongTexts = _options.LongTexts,
                Places = places is null
                    ? null
                    : new(places.Units.Mean, places.Units.Deviation, places.Share, places.Scoring.Cuts, places.Scoring.Error),
            }.Write(into);
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            SafetensorsWriter.Write(Path.Combine(into, ExportedScorer.Tensors), [.. Tensors(places is null ? null : head)]);
            if (_lines.Count == 0) return;
            using var file = new BinaryWriter(File.Create(Path.Combine(into, ExportedScorer.Lines)));
            foreach (var line in _lines) line.Write(file);
        });

    /// <inheritdoc/>
    public void Dispose() => _before.ForEach(one => one.Values.Dispose());

    private IEnumerable<(string Name, Tensor Values)> Tensors(int? head)
    {
        foreach (var (name, weight) in BertTensors.Of(_model).Where(one => !BertTensors.IsOfBert(one.Key)))
            yield return (name, head is { } row && name.StartsWith("classifier.", StringComparison.Ordinal) ? weight.narrow(0, row, 1).contiguous() : weight);
        if (head is not { } own) yield break;
        // The line that it began with, and the line through the responses held out as well.
        var (first, whole) = (_ridge.Start[own], _ridge.WithFurther[own]);
        yield return ($"{ExportedScorer.Start}classifier.weight", stack([first.Weights, whole.Weights]).to_type(ScalarType.Float32));
        yield return ($"{ExportedScorer.Start}classifier.bias", tensor([(float)first.Intercept, (float)whole.Intercept]));
        foreach (var (name, values) in _before) yield return (ExportedScorer.Start + name, values);
    }

    private static Tensor Values(Parameter weight)
    {
        using var noGradient = no_grad();
        return weight.detach().clone().cpu().DetachFromDisposeScope();
    }
}
