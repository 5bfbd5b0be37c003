using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Bert.Attributions;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Exports;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert;

/// <summary>A scorer that was trained and exported (<see cref="FitRequest.ExportFolder"/>), ready to score.</summary>
/// <remarks>Not for several threads at once.</remarks>
public sealed class BertScorer : IDisposable
{
    private readonly DropoutMasks _dropout = new(0);
    private readonly ServedScorer? _served;
    private readonly BertForSequenceClassification? _model;
    private readonly ResponseTokenizer? _tokenizer;
    private readonly int _maxTokens;

    /// <summary>
    /// Reads a folder that a fit left, or one with the files of a <c>BertForSequenceClassification</c>; there each class is a level, from 0.
    /// </summary>
    /// <exception cref="CheckpointException">A file is missing or wrong, or there is no classifier in it.</exception>
    public BertScorer(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var checkpoint = new CheckpointFolder(folder);
        if (ExportedScorer.Find(folder) is { } told)
        {
            _served = new(folder, checkpoint, told);
            LevelCount = _served.LevelCount;
            return;
        }
        LevelCount = checkpoint.ClassifierLevels
            ?? throw new CheckpointException(Path.Combine(folder, "model.safetensors"), "it has no classifier: it is a checkpoint to train from, not a scorer");
        if (!checkpoint.HasPooler)
            throw new CheckpointException(Path.Combine(folder, "model.safetensors"), "it has a classifier and no pooler");
        _maxTokens = Math.Min(checkpoint.Tokens.MaxLength ?? int.MaxValue, checkpoint.Config.MaxPositionEmbeddings);
        _tokenizer = new(checkpoint.Tokens.Vocabulary, checkpoint.Tokens.Basic);
        using var scope = NewDisposeScope();
        _model = new(checkpoint.Config, LevelCount, _dropout);
        checkpoint.Load(_model, classifier: true);
        scope.Detach(_model.parameters());
    }

    /// <summary>Levels of its scale.</summary>
    public int LevelCount { get; }

    /// <summary>Scores responses, in their order.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<ResponseScore> Score(IReadOnlyList<string> responses, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(responses);
        if (_served is not null) return _served.Score(responses, cancellation);
        return [.. new ScoringPass(_model!, _model!.Config.PadTokenId)
            .Outputs([.. responses.Select(text => _tokenizer!.Encode(text, _maxTokens))], _ => { }, cancellation)
            .Select(scored => ScoringPass.Score(scored, LevelHead.Classification))];
    }

    /// <summary>Shares the scores of responses out among their words.</summary>
    /// <param name="responses">The responses.</param>
    /// <param name="methods">The methods; one that is none of a BERT gives nothing.</param>
    /// <param name="afterText">Told of each response and method when it is done.</param>
    /// <param name="cancellation">Looked at before each response and method.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<ResponseAttribution> Attribute(
        IReadOnlyList<string> responses, IReadOnlyList<AttributionMethod> methods, Action<int, AttributionMethod>? afterText, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(responses);
        ArgumentNullException.ThrowIfNull(methods);
        using var scope = NewDisposeScope();
        var attribution = _served?.Attribution() ?? new BertAttribution
        {
            Place = new(_model!),
            Tokenizer = _tokenizer!,
            MaxTokens = _maxTokens,
            LongTexts = LongTexts.Head,
            Features = false,
            Lines = [],
        };
        var shares = new List<ResponseAttribution>();
        foreach (var method in methods)
            foreach (var (at, text) in responses.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                if (attribution.Of(text, method) is { } own) shares.Add(own.Of(at, method));
                afterText?.Invoke(at, method);
            }
        return shares;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _served?.Dispose();
        _model?.Dispose();
    }
}
