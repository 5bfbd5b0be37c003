namespace ScoringFairness.Service.Scores;

/// <summary>A cell of the count cube with the power sums of its raw scores.</summary>
internal sealed class CubeCell
{
    public required string ItemId { get; init; }

    public required string Scorer { get; init; }

    /// <summary>Null for scores from outside.</summary>
    public string? Split { get; init; }

    public required string GroupLabel { get; init; }

    public short HumanLevel { get; init; }

    public short Level { get; init; }

    public long N { get; init; }

    /// <summary>How many of them came with probabilities.</summary>
    public long WithProbabilities { get; init; }

    public double Sum1 { get; init; }

    public double Sum2 { get; init; }

    public double Sum3 { get; init; }

    public double Sum4 { get; init; }

    /// <summary>How many lie off the item's scale.</summary>
    public long OffScale { get; init; }
}

/// <summary>How often two splits of a scorer agreed with the human on the same responses.</summary>
internal sealed class PairCell
{
    public required string ItemId { get; init; }

    public required string Scorer { get; init; }

    public required string Split { get; init; }

    public required string GroupLabel { get; init; }

    public bool BaselineCorrect { get; init; }

    public bool OtherCorrect { get; init; }

    public long N { get; init; }
}

/// <summary>One score of one response.</summary>
internal sealed class ScoreRow
{
    public required string ItemId { get; init; }

    public int ResponseNo { get; init; }

    public required string Scorer { get; init; }

    /// <summary>Null for scores from outside.</summary>
    public string? Split { get; init; }

    public int StudentNo { get; init; }

    public required string GroupLabel { get; init; }

    public short HumanLevel { get; init; }

    public double Score { get; init; }

    /// <summary>The score before it was brought onto the scale; null where there is none.</summary>
    public double? Expected { get; init; }
}

/// <summary>A score before it was brought onto the scale.</summary>
internal sealed record FoldedRow
{
    public required string ItemId { get; init; }

    public required string Scorer { get; init; }

    public string? Split { get; init; }

    public required int StudentNo { get; init; }

    public required string GroupLabel { get; init; }

    public required short HumanLevel { get; init; }

    public required double Expected { get; init; }

    public required int FitNo { get; init; }
}
