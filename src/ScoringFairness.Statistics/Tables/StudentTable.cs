namespace ScoringFairness.Statistics.Tables;

/// <summary>How many different students are behind the counts of a <see cref="ScoreTable"/>, where some student gave several of its responses.</summary>
public sealed record StudentTable
{
    /// <summary>The item; null: all responses pooled.</summary>
    public string? ItemId { get; init; }

    /// <summary>The scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>The training split; null for scores from outside.</summary>
    public string? Split { get; init; }

    /// <summary>The groups in the order of the table.</summary>
    public required IReadOnlyList<GroupStudents> Groups { get; init; }
}

/// <summary>The students behind the counts of one group.</summary>
public sealed record GroupStudents
{
    /// <summary>Students in all.</summary>
    public required long N { get; init; }

    /// <summary>Students at each human score, from the lowest.</summary>
    public required IReadOnlyList<long> Human { get; init; }

    /// <summary>Students at each machine score, from the lowest.</summary>
    public required IReadOnlyList<long> Machine { get; init; }

    /// <summary>Students by human score (rows) and machine score (columns).</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Counts { get; init; }
}
