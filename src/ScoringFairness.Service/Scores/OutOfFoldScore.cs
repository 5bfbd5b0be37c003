namespace ScoringFairness.Service.Scores;

/// <summary>A response's score by a scorer that was not trained on it.</summary>
internal sealed record OutOfFoldScore
{
    public required int ResponseNo { get; init; }

    public required int StudentNo { get; init; }

    public required string? Group { get; init; }

    public required int HumanLevel { get; init; }

    public required int Level { get; init; }

    /// <summary>On the item's scale.</summary>
    public required double Score { get; init; }

    /// <summary>On the item's scale, before the score was brought onto it; null where the scorer has no other score.</summary>
    public double? Expected { get; init; }

    /// <summary>Empty where the scorer gives none.</summary>
    public required IReadOnlyList<float> Probabilities { get; init; }
}
