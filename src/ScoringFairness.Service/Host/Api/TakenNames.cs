using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Names by which rows of a report tell something else: whoever had one would be taken for that.</summary>
internal static class TakenNames
{
    /// <summary>What keeps a scorer from being called so, or null.</summary>
    public static string? OfScorer(string? name) =>
        name is RowCodes.Human or RowCodes.SecondHuman ? $"is '{name}', by which reports call the human's scores; send another name" : null;

    /// <summary>What keeps a group from being called so, or null.</summary>
    public static string? OfGroup(string? label) =>
        label is RowCodes.Levels or RowCodes.LevelsDefined ? $"is '{label}', by which reports count levels; send another label" : null;
}
