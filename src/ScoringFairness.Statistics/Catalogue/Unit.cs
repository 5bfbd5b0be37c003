namespace ScoringFairness.Statistics.Catalogue;

/// <summary>What a measure is counted in.</summary>
public enum Unit
{
    /// <summary>A share of responses, 0 to 1, or a difference of such shares.</summary>
    Share,

    /// <summary>Points of the item's scale: a tolerance may be as wide as the scale.</summary>
    Points,

    /// <summary>Squares of points.</summary>
    SquaredPoints,

    /// <summary>Standard deviations.</summary>
    Standardized,

    /// <summary>A number without a unit, such as a correlation.</summary>
    Coefficient,

    /// <summary>Natural logarithms of odds ratios, by point where they are slopes.</summary>
    LogOdds,
}
