using ScoringFairness.Service.Reports.Suppression;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports;

/// <summary>Score tables as they leave the service.</summary>
internal static class SuppressedTables
{
    /// <summary>The tables without the counts that are not told, and without the means that stand beside them.</summary>
    public static IReadOnlyList<ScoreTable> Of(IReadOnlyList<ScoreTable> tables, ReportDisclosure disclosure) =>
    [
        .. from table in tables
           let told = disclosure.Of(table.ItemId, table.Scorer, table.Split)!
           select table with { Groups = [.. table.Groups.Zip(told.Groups, Suppress)] },
    ];

    private static GroupTable Suppress(GroupTable group, ToldTable told)
    {
        var size = group.Human.Count;
        return group with
        {
            N = told.Size ? group.N : null,
            Human = [.. group.Human.Select((count, at) => told.Hidden[at, size] ? null : count)],
            Machine = [.. group.Machine.Select((count, at) => told.Hidden[size, at] ? null : count)],
            Counts =
            [
                .. group.Counts.Select((row, human) => (IReadOnlyList<long?>)[.. row.Select((count, machine) => told.Hidden[human, machine] ? null : count)]),
            ],
            Means = [.. group.Means.Select((mean, at) => Suppress(mean, told, at, told.Hidden[at, size]))],
        };
    }

    /// <summary>A mean goes with its count; its interval tells the squares too.</summary>
    private static MeanAtScore Suppress(MeanAtScore mean, ToldTable told, int level, bool isHidden) =>
        told.Whole ? mean
        : isHidden || !told.MeansAt.Contains(level) ? new MeanAtScore(isHidden ? null : mean.N, null, null, null)
        : mean with { Low = null, High = null };
}
