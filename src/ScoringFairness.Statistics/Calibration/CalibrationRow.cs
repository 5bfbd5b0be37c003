namespace ScoringFairness.Statistics.Calibration;

/// <summary>How a measure behaved over many simulated audits. All shares are of the replications that define the measure.</summary>
public sealed record CalibrationRow
{
    /// <summary>What was simulated.</summary>
    public required CalibrationCase Case { get; init; }

    /// <summary>The measure, with level or aggregation where it has one: <c>truePositiveRateDifference.level2</c>.</summary>
    public required string Measure { get; init; }

    /// <summary>Simulated audits that define it.</summary>
    public required int Replications { get; init; }

    /// <summary>Its value in the population.</summary>
    public required double True { get; init; }

    /// <summary>The same over the levels that an audit used, on average.</summary>
    public required double TrueOfUsed { get; init; }

    /// <summary>Its mean over the audits.</summary>
    public required double Mean { get; init; }

    /// <summary>The mean of its median-unbiased value; null for what is signed.</summary>
    public double? Corrected { get; init; }

    /// <summary>
    /// Share of intervals that hold the true value; of a figure over levels, its value in the population over the levels that the audit
    /// used.
    /// </summary>
    public required double Coverage { get; init; }

    /// <summary>Share of audits whose value, and median-unbiased value, lie in the interval.</summary>
    public required double Inside { get; init; }

    /// <summary>Share of p values below .05; null without a test.</summary>
    public double? Significant { get; init; }

    /// <summary>Share of verdicts within; null without a tolerance.</summary>
    public double? Within { get; init; }

    /// <summary>Share of verdicts exceeds; null without a tolerance.</summary>
    public double? Exceeds { get; init; }

    /// <summary>Share of verdicts within although the true value is the tolerance or more; null where it seldom is.</summary>
    public double? WithinAtOrAbove { get; init; }

    /// <summary>Share of verdicts exceeds although the true value is the tolerance or less; null where it seldom is.</summary>
    public double? ExceedsAtOrBelow { get; init; }

    /// <summary>Mean of the smallest difference that the audits said they could have shown with 80 % power.</summary>
    public double? Detectable { get; init; }

    /// <summary>The power that <see cref="Detectable"/> promises for the true value; null for distances, whose null is not 0.</summary>
    public double? PromisedPower { get; init; }
}
