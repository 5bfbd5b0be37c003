namespace ScoringFairness.Statistics.Catalogue;

/// <summary>
/// What of a group's counts a measure's figures rest on. Where some of these counts are hidden, it says how much of the figure can
/// be told: a figure that rests on sums over the whole group tells less of one cell than a rate at a level does.
/// </summary>
public enum RestsOn
{
    /// <summary>Every cell by human and machine score: what is taken of a measure that says nothing else.</summary>
    Cells = 0,

    /// <summary>How many responses got the human's level.</summary>
    Hits,

    /// <summary>How many responses got a level two or more from the human's.</summary>
    LargeErrors,

    /// <summary>Sums of human and of machine scores; its interval on their squares too.</summary>
    Means,

    /// <summary>Sums of squares and products of human and machine scores.</summary>
    Spread,

    /// <summary>Hits and margins of one level or cut; over levels, those of all.</summary>
    Levels,

    /// <summary>A model that is fitted to all cells at once, whose coefficients no count can be solved from.</summary>
    Model,
}
