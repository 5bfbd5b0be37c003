namespace ScoringFairness.Statistics.Catalogue;

/// <summary>
/// What of a measure's rows would tell how many responses of a group have one human score. Where that count is suppressed, what
/// would tell it is left out. Sizes of groups, and whatever a row names, are suppressed by their own size in any case.
/// </summary>
[Flags]
public enum CellCounts
{
    /// <summary>Nothing: its rows rest on whole groups.</summary>
    Untold = 0,

    /// <summary>Denominators at a level: they are that count, or what is left of the group without it.</summary>
    ByDenominators = 1,

    /// <summary>The value at a level, with its interval: that count, or its share, can be had from it.</summary>
    ByValue = 2,

    /// <summary>What it tells at a level is of the machine's level too, not of the human's alone.</summary>
    ByMachineLevel = 4,

    /// <summary>Degrees of freedom of a row about one group: they are the number of all responses, less a few.</summary>
    ByDegreesOfFreedom = 8,
}
