using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Gates;

/// <summary>Whether a scorer may pass.</summary>
public enum GateOutcome
{
    /// <summary>Every figure that the policy asks for lies within its tolerance, or at or above its minimum.</summary>
    Pass,

    /// <summary>Some figure does not.</summary>
    Fail,

    /// <summary>None does, and some cannot tell.</summary>
    Insufficient,
}

/// <summary>What a gate answers.</summary>
public sealed record GateAnswer
{
    /// <summary>The audit.</summary>
    public required string AuditId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was completed.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>pass, fail or insufficient.</summary>
    public required GateOutcome Outcome { get; init; }

    /// <summary>Each figure that was asked for, those that fail first.</summary>
    public required IReadOnlyList<GateReason> Reasons { get; init; }
}

/// <summary>One figure at a gate.</summary>
public sealed record GateReason
{
    /// <summary>The measure.</summary>
    public required string Measure { get; init; }

    /// <summary>The scorer; null where there is no figure at all.</summary>
    public string? Scorer { get; init; }

    /// <summary>The training split; null for scores from outside.</summary>
    public string? Split { get; init; }

    /// <summary>The groups, reference minus focal; null where the figure is about all.</summary>
    public string? Contrast { get; init; }

    /// <summary>What the figure says by itself.</summary>
    public required GateOutcome Outcome { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>The figure.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of its interval.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its interval.</summary>
    public double? High { get; init; }

    /// <summary>The tolerance, or the minimum, that it was judged by.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Which of the two that was.</summary>
    public Bound? Bound { get; init; }

    /// <summary>Responses of each group.</summary>
    public IReadOnlyDictionary<string, long>? NByGroup { get; init; }
}
