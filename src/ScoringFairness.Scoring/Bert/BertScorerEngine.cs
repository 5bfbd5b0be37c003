using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Bert;

/// <summary>Trains a BERT classifier and scores with it.</summary>
/// <remarks>
/// Fits may run side by side, each on its own thread: nothing random is drawn from the process's generator, and every
/// tensor of a fit is gone when it ends.
/// </remarks>
public sealed class BertScorerEngine : ITogetherEngine
{
    private readonly BertOptions _options;
    private readonly EncodedResponses? _encodings;

    /// <summary>An engine with the options.</summary>
    /// <param name="options">How it trains.</param>
    /// <param name="encodings">Where fits find what frozen layers of a pre-trained encoder gave already; null: each fit computes it.</param>
    /// <exception cref="ArgumentException">The options have problems: <see cref="BertOptions.Problems"/>.</exception>
    public BertScorerEngine(BertOptions options, EncodedResponses? encodings = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfProblems();
        (_options, _encodings) = (options, encodings);
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The checkpoint cannot be used.</exception>
    /// <exception cref="FitException">The training diverged; the GPU has too little memory, or failed.</exception>
    public FitResult Fit(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return FitTogether([request], progress, cancellation)[0];
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The checkpoint cannot be used.</exception>
    /// <exception cref="FitException">The training diverged; the GPU has too little memory, or failed.</exception>
    public IReadOnlyList<FitResult> FitTogether(IReadOnlyList<FitRequest> requests, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(requests);
        foreach (var request in requests) request.Check();
        if (requests.Count > 1 && _options.Head != LevelHead.Regression)
            throw new ArgumentException("Only regressions train together.", nameof(requests));
        // A regression needs them still, for its cuts.
        if (_options.TakenEpoch == TakenEpoch.Last && _options.Head != LevelHead.Regression)
            requests = [.. requests.Select(request => request with { Training = [.. request.Training, .. request.Validation], Validation = [] })];
        cancellation.ThrowIfCancellationRequested();
        return _options.Device.Run<IReadOnlyList<FitResult>>(() =>
        {
            var first = Run(requests, progress, cancellation);
            return [.. first.Zip(requests, (result, request) => result.LearntNothing ? Again(request, result, progress, cancellation) : result)];
        });
    }

    private IReadOnlyList<FitResult> Run(IReadOnlyList<FitRequest> requests, Action<FitProgress>? progress, CancellationToken cancellation) =>
        new BertFit(_options, _encodings, requests, progress, cancellation).Run();

    /// <summary>A fit that learnt nothing once more, with another seed and by itself.</summary>
    private FitResult Again(FitRequest request, FitResult first, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        progress?.Invoke(new(0, _options.Epochs, 0, null) { Note = "the training learnt nothing and begins again with another seed" });
        var seed = unchecked((long)SplitMix64.Of(request.Seed, FitStream.SecondTraining).Next());
        var second = Run([request with { Seed = seed }], progress, cancellation)[0];
        return second with
        {
            Seconds = first.Seconds + second.Seconds,
            Notes = [.. second.Notes, second.LearntNothing ? NothingLearnt.Twice : NothingLearnt.AtFirst],
        };
    }
}
