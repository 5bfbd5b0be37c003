namespace ScoringFairness.Statistics.Calibration;

/// <summary>How a measure behaved over many simulated audits. All shares are of the replications that define the measure.</summary>
public sealed record CalibrationRow
{
    /// <summary>What was planted.</summary>
    public required PlantedDisparity Planted { get; init; }

    /// <summary>Responses of each group.</summary>
    public required int N { get; init; }

    /// <summary>The measure, with level or aggregation where it has one: <c>truePositiveRateDifference.level2</c>.</summary>
    public required string Measure { get; init; }

    /// <summary>Simulated audits that define it.</summary>
    public required int Replications { get; init; }

    /// <summary>Its value in the population.</summary>
    public required double True { get; init; }

    /// <summary>Its mean over the audits.</summary>
    public required double Mean { get; init; }

    /// <summary>Share of intervals that hold the true value.</summary>
    public required double Coverage { get; init; }

    /// <summary>Share of p values below .05; null without a test.</summary>
    public double? Significant { get; init; }

    /// <summary>Share of verdicts within; null without a tolerance.</summary>
    public double? Within { get; init; }

    /// <summary>Share of verdicts exceeds; null without a tolerance.</summary>
    public double? Exceeds { get; init; }

    /// <summary>Mean of the smallest difference that the audits said they could have shown with 80 % power.</summary>
    public double? Detectable { get; init; }

    /// <summary>The power that <see cref="Detectable"/> promises for the true value; null for odds figures, whose null is not 0.</summary>
    public double? PromisedPower { get; init; }
}
