using System.ComponentModel.DataAnnotations;

namespace ScoringFairness.Service.Training;

/// <summary>A training run of an audit.</summary>
public sealed record Fit
{
    /// <summary>Its number within the audit, from 1.</summary>
    public required int FitNo { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>The scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>The training split; null for a scorer that learns nothing.</summary>
    public required string? Split { get; init; }

    /// <summary>The fold held out, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>The repeat, from 0.</summary>
    public required int Repeat { get; init; }

    /// <summary>The seed of everything random in it.</summary>
    public required long Seed { get; init; }

    /// <summary>The fit of its teacher, on whose scores it trains: it begins when that one is done. Null: it has no teacher.</summary>
    public int? TaughtBy { get; init; }

    /// <summary>queued, running, done, failed or cancelled.</summary>
    [AllowedValues("queued", "running", "done", "failed", "cancelled")]
    public required string Status { get; init; }

    /// <summary>Times that it was started.</summary>
    public required int Attempt { get; init; }

    /// <summary>The process that works or worked on it.</summary>
    public string? Worker { get; init; }

    /// <summary>The running epoch, from 1.</summary>
    public int? Epoch { get; init; }

    /// <summary>Epochs in all.</summary>
    public required int Epochs { get; init; }

    /// <summary>Share of its work that is done.</summary>
    public required double Fraction { get; init; }

    /// <summary>How many responses it trained on, by part, group and level; null before it is done.</summary>
    public FitSizes? Sizes { get; init; }

    /// <summary>Loss by epoch; null before it is done, and of a scorer that trained on a few students alone.</summary>
    public IReadOnlyList<EpochLoss>? Losses { get; init; }

    /// <summary>The epoch whose weights gave the scores.</summary>
    public int? ChosenEpoch { get; init; }

    /// <summary>Seconds of training and scoring.</summary>
    public double? Seconds { get; init; }

    /// <summary>Tokens trained on per second, padding not counted; words, for a linear scorer.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>Entries of the vocabulary; features of a text, for a linear scorer.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>SHA-256 of the weights that training started from; null where it starts from none.</summary>
    public string? CheckpointDigest { get; init; }

    /// <summary>
    /// Whether its scorer is no better than the frequencies of the levels, on responses of the training part that it was not fitted on.
    /// </summary>
    public bool LearntNothing { get; init; }

    /// <summary>What takes time before training begins; once it is done, what a reader of its scores should know.</summary>
    public string? Note { get; init; }

    /// <summary>Times that it was taken over from a worker that fell silent.</summary>
    public required int TakeOvers { get; init; }

    /// <summary>When the last attempt started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it failed last.</summary>
    public string? Error { get; init; }
}

/// <summary>How many responses a fit trained on. A total is null where it would tell the size of a group that is suppressed.</summary>
public sealed record FitSizes
{
    /// <summary>Responses whose loss was minimised.</summary>
    public required int? Training { get; init; }

    /// <summary>Responses that chose the epoch.</summary>
    public required int? Validation { get; init; }

    /// <summary>Responses scored: the held-out fold.</summary>
    public required int? Scored { get; init; }

    /// <summary>Training and validation responses by group and level; the group null counts those who reported none.</summary>
    public required IReadOnlyList<FitGroupSize> Groups { get; init; }
}

/// <summary>The responses of a group that a fit trained on or chose its epoch by.</summary>
/// <param name="Group">The group; null: not reported.</param>
/// <param name="N">Responses; null: suppressed, because fewer than minCellSize here or of the item.</param>
/// <param name="Levels">Responses at each level; null: suppressed, because fewer than minCellSize or telling such a count.</param>
public sealed record FitGroupSize(string? Group, int? N, IReadOnlyList<long?> Levels);

/// <summary>One epoch of a fit.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Training">Mean training loss: cross-entropy, or the squared error in levels of a linear scorer.</param>
/// <param name="Validation">The same over responses held out of training.</param>
/// <param name="ValidationAccuracy">Share of responses held out that were scored at their human level.</param>
public sealed record EpochLoss(int Epoch, double Training, double? Validation, double? ValidationAccuracy);
