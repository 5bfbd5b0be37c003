using ScoringFairness.Scoring.Attribution;

namespace ScoringFairness.Scoring;

/// <summary>Trains a scorer on some responses and scores others: one fit of an audit.</summary>
public interface IScorerEngine
{
    /// <summary>Trains, chooses the best epoch on the validation part, and scores.</summary>
    /// <remarks>Runs to its end on the calling thread. Same request, same result, bit for bit, on one machine.</remarks>
    /// <param name="request">What to train on and what to score.</param>
    /// <param name="progress">Told every few steps; called on the training thread, so it must be quick.</param>
    /// <param name="cancellation">Looked at in every step.</param>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    /// <exception cref="GaveWayException">Its place was wanted: <see cref="FitRequest.IsPlaceWanted"/>.</exception>
    FitResult Fit(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation);
}

/// <summary>An engine that can train the scorers of several items that hold the same texts at once.</summary>
public interface ITogetherEngine : IScorerEngine
{
    /// <summary>Trains a scorer for each of some fits, on what they have in common once.</summary>
    /// <remarks>
    /// The first fit's seed is all fits' where they share something, and its <see cref="FitRequest.ResumeFolder"/> holds the state of all. A
    /// text that is trained on in one of them is scored in none.
    /// </remarks>
    /// <param name="requests">The fits.</param>
    /// <param name="progress">Told every few steps, of all together.</param>
    /// <param name="cancellation">Looked at in every step.</param>
    /// <returns>What each fit gave.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="GaveWayException">Its place was wanted: <see cref="FitRequest.IsPlaceWanted"/> of the first.</exception>
    IReadOnlyList<FitResult> FitTogether(IReadOnlyList<FitRequest> requests, Action<FitProgress>? progress, CancellationToken cancellation);
}

/// <summary>A response and its human level.</summary>
/// <param name="Text">The response.</param>
/// <param name="Level">The level, counted from 0.</param>
public sealed record LabelledText(string Text, int Level)
{
    /// <summary>
    /// The number of the student's group among those compared, the reference 0; null where it is none of them. Told for a mitigation
    /// alone: no other engine is told groups, and none is told those of responses to score.
    /// </summary>
    public int? Group { get; init; }

    /// <summary>What its teacher says of it; null where there is none. Told for a distillation alone.</summary>
    public TeacherScore? Teacher { get; init; }
}

/// <summary>What one fit trains on and what it scores.</summary>
public sealed record FitRequest
{
    /// <summary>Responses whose loss is minimised; at least one.</summary>
    public required IReadOnlyList<LabelledText> Training { get; init; }

    /// <summary>
    /// Responses of the training part held out to choose the epoch; where there are none the last epoch is taken. An engine that has
    /// no epochs to choose from may train on them.
    /// </summary>
    public required IReadOnlyList<LabelledText> Validation { get; init; }

    /// <summary>Responses to score; their order is the order of <see cref="FitResult.Scores"/>.</summary>
    public required IReadOnlyList<string> Responses { get; init; }

    /// <summary>Number of levels of the item's scale.</summary>
    public required int LevelCount { get; init; }

    /// <summary>The score of the lowest level; only engines outside the process are told of scores.</summary>
    public double Minimum { get; init; }

    /// <summary>Distance between the scores of neighbouring levels.</summary>
    public double Step { get; init; } = 1;

    /// <summary>The one seed of everything random in the fit.</summary>
    public required long Seed { get; init; }

    /// <summary>
    /// Of how many of the responses, the first ones, the vectors are told that scores are made of; 0: of none. Engines that have no vectors
    /// tell none.
    /// </summary>
    public int Vectors { get; init; }

    /// <summary>How training is changed to narrow a gap between groups; null: it is not. Engines that know of none leave it alone.</summary>
    public Mitigation? Mitigation { get; init; }

    /// <summary>How a teacher's scores of the training responses are trained on; null: there is no teacher. Engines that know of none leave it alone.</summary>
    public Distillation? Distillation { get; init; }

    /// <summary>Which words moved the scores of some responses, by which methods; null: nobody asks. Engines that cannot tell leave it alone.</summary>
    public AttributionRequest? Attribution { get; init; }

    /// <summary>
    /// Whether another fit has a better claim to the place; null: nobody asks for it. Engines ask where they can end without losing what
    /// they did, and then throw <see cref="GaveWayException"/>; the others never ask.
    /// </summary>
    public Func<bool>? IsPlaceWanted { get; init; }

    /// <summary>
    /// Where the state of the training is kept after each epoch, and gone on from if it lies there; null: nowhere. Whoever asks for
    /// it removes it when the fit is done. Engines that train in seconds leave it alone.
    /// </summary>
    public string? ResumeFolder { get; init; }

    /// <summary>
    /// Where the trained scorer is written as a folder that can be scored with and trained from; null: nowhere. A vocabulary
    /// learnt from responses holds words of them. Engines whose scorers cannot be written leave it alone.
    /// </summary>
    public string? ExportFolder { get; init; }
}

/// <summary>Where a fit stands.</summary>
/// <param name="Epoch">The running epoch, from 1; 0 before the first; the number of epochs plus 1 while the held-out fold is scored.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Fraction">Share of the fit's work that is done, 0 to 1.</param>
/// <param name="TrainingLoss">Mean training loss of the running epoch so far.</param>
public sealed record FitProgress(int Epoch, int Epochs, double Fraction, double? TrainingLoss)
{
    /// <summary>What takes time before training begins, in words for people; null while it runs.</summary>
    public string? Note { get; init; }
}

/// <summary>What a fit gave.</summary>
public sealed record FitResult
{
    /// <summary>One score for each response of the request, in its order.</summary>
    public required IReadOnlyList<ResponseScore> Scores { get; init; }

    /// <summary>What was asked for by <see cref="FitRequest.Attribution"/>, of each method and response; empty where an engine cannot tell.</summary>
    public IReadOnlyList<ResponseAttribution> Attributions { get; init; } = [];

    /// <summary>The course of the training, epoch by epoch.</summary>
    public required IReadOnlyList<EpochRecord> Epochs { get; init; }

    /// <summary>The epoch whose weights gave the scores, from 1.</summary>
    public required int ChosenEpoch { get; init; }

    /// <summary>Seconds from the first step to the last score.</summary>
    public required double Seconds { get; init; }

    /// <summary>
    /// Real tokens (padding not counted; words, where the engine has no tokens) trained on, per second of training; 0 where an engine
    /// does not tell.
    /// </summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>
    /// SHA-256 over the names and values of the weights that training started from, in lower-case hexadecimal; null where it starts
    /// from none.
    /// </summary>
    public required string? CheckpointDigest { get; init; }

    /// <summary>
    /// Whether the scorer is no better than the frequencies of the levels, on responses of the training part that it was not fitted on;
    /// false where an engine does not tell.
    /// </summary>
    public bool LearntNothing { get; init; }

    /// <summary>What a reader of the scores should know of the fit, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The vectors of the responses that they were asked of, in their order; empty where there are none.</summary>
    public IReadOnlyList<ResponseVector> Vectors { get; init; } = [];

    /// <summary>Entries of the vocabulary, or features of a text; 0 where an engine does not tell.</summary>
    public required int VocabularySize { get; init; }
}

/// <summary>A response's score.</summary>
/// <param name="Level">The level.</param>
/// <param name="Probabilities">Probability of each level; they sum to 1. Empty where the engine gives none.</param>
/// <param name="Score">
/// The real-valued score in levels, from 0 to the highest, whose nearest level is <paramref name="Level"/>; null where the engine
/// gives levels only.
/// </param>
public sealed record ResponseScore(int Level, IReadOnlyList<float> Probabilities, double? Score = null)
{
    /// <summary>
    /// The real-valued score in levels before it was brought onto the scale, by cuts, stretching or choice of a level; it may lie beyond
    /// the ends. Null where the engine has no other than <see cref="Score"/>.
    /// </summary>
    public double? Expected { get; init; }

    /// <summary>Why there is no score; null where there is one. A response without a score takes part in no figure.</summary>
    public MissingScore? Missing { get; init; }

    /// <summary>A response that was given no score.</summary>
    public static ResponseScore Without(MissingScore reason) => new(0, []) { Missing = reason };
}

/// <summary>Why an engine gave a response no score.</summary>
public enum MissingScore
{
    /// <summary>It would not grade the response.</summary>
    Refused,

    /// <summary>It named a level that the scale does not have.</summary>
    OffScale,

    /// <summary>Its answers, asked for several times, had not the form that was asked for.</summary>
    Unreadable,
}

/// <summary>One epoch of a fit.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainingLoss">
/// Mean loss over the training responses: cross-entropy with dropout (BERT), squared error in levels (linear), or an engine's own.
/// </param>
/// <param name="ValidationLoss">The same over responses held out of training; null where there are none.</param>
/// <param name="ValidationAccuracy">Share of responses held out that were scored at their human level; null where there are none.</param>
public sealed record EpochRecord(int Epoch, double TrainingLoss, double? ValidationLoss, double? ValidationAccuracy);
