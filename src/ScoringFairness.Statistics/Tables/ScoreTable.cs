namespace ScoringFairness.Statistics.Tables;

/// <summary>Machine scores by human scores of one scorer on one item, group by group.</summary>
public sealed record ScoreTable
{
    /// <summary>The item; null: all responses pooled, where the items share one scale.</summary>
    public string? ItemId { get; init; }

    /// <summary>The scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>The training split; null for scores from outside.</summary>
    public string? Split { get; init; }

    /// <summary>The scores of the scale, from the lowest.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>The groups, the reference first.</summary>
    public required IReadOnlyList<GroupTable> Groups { get; init; }
}

/// <summary>The responses of one group; a count that is null is suppressed.</summary>
public sealed record GroupTable
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>Responses; null: suppressed, and every count with it.</summary>
    public required long? N { get; init; }

    /// <summary>Responses at each human score, from the lowest.</summary>
    public required IReadOnlyList<long?> Human { get; init; }

    /// <summary>Responses at each machine score (rounded to the scale), from the lowest.</summary>
    public required IReadOnlyList<long?> Machine { get; init; }

    /// <summary>Responses by human score (rows) and machine score (columns).</summary>
    public required IReadOnlyList<IReadOnlyList<long?>> Counts { get; init; }

    /// <summary>The mean machine score at each human score.</summary>
    public required IReadOnlyList<MeanAtScore> Means { get; init; }
}

/// <summary>The mean of the machine's scores, not rounded, where the human gave one score.</summary>
/// <param name="N">Responses; null: suppressed, and the mean with them.</param>
/// <param name="Mean">Their mean machine score; null of none.</param>
/// <param name="Low">Lower end of Student's t interval; null of fewer than two.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record MeanAtScore(long? N, double? Mean, double? Low, double? High);
