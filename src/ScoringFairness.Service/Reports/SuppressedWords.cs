using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports;

/// <summary>The words of a report without what would tell of a few students.</summary>
/// <remarks>
/// A word of few students is in no table. A word that all but a few of a group's students wrote would tell how few did not: its counts are
/// left out.
/// </remarks>
internal static class SuppressedWords
{
    public static WordTable Of(WordTable table, int minCellSize)
    {
        var groups = table.Groups.ToDictionary(group => group.Group);
        return table with
        {
            Words =
            [
                .. table.Words.Select(word => word with
                {
                    Groups =
                    [
                        .. word.Groups.Select(one => SmallCells.IsSmall(groups[one.Group].Students - one.Students, minCellSize)
                            || SmallCells.IsSmall(groups[one.Group].N - one.N, minCellSize)
                                ? one with { N = null, Students = null }
                                : one),
                    ],
                }),
            ],
        };
    }
}
