namespace ScoringFairness.Service.Reports.Suppression;

/// <summary>
/// What is told of all responses together beside the items: what is told of all and of every item but one is told of that one too.
/// </summary>
internal static class PooledTables
{
    /// <summary>Decides for a group.</summary>
    /// <param name="told">What is told of the group by its pooled table alone.</param>
    /// <param name="group">The group's number.</param>
    /// <param name="pooled">The pooled table.</param>
    /// <param name="items">The items' tables.</param>
    /// <param name="minCellSize">Counts from 1 to below this are hidden.</param>
    public static ToldTable Decide(ToldTable told, int group, TableTold pooled, IReadOnlyList<TableTold> items, int minCellSize)
    {
        if (items.All(item => item.Groups[group].Whole) || !told.Size)
        {
            return told;
        }
        var hidden = items.Where(item => !item.Groups[group].Size && item.Counts[group].N > 0).ToList();
        if (hidden.Count == 1 || (hidden.Count > 1 && hidden.Sum(item => item.Counts[group].N) < 2 * minCellSize))
        {
            return TableDisclosure.Nothing(pooled.Counts[group]);
        }
        if (told.IsJoint)
        {
            return told;
        }
        var details = Details(told, group, pooled, items, minCellSize);
        return details with
        {
            Whole = false,
            Hits = Of(told.Hits, items, item => item.Groups[group].Hits),
            Means = Of(told.Means, items, item => item.Groups[group].Means),
            Spread = Of(told.Spread, items, item => item.Groups[group].Spread),
            LargeErrors = Of(told.LargeErrors, items, item => item.Groups[group].LargeErrors),
            Odds = told.Whole ? Precision.Coarse : told.Odds,
        };
    }

    /// <summary>As it is where every item is; as the one item that is not; else as the pooled table alone allows.</summary>
    private static Precision Of(Precision alone, IReadOnlyList<TableTold> items, Func<TableTold, Precision> of)
    {
        var coarse = items.Select(of).Where(precision => !precision.IsExact).ToList();
        return coarse.Count switch { 0 => Precision.Exact, 1 => Precision.Coarser(alone, coarse[0]), _ => alone };
    }

    /// <summary>Counts are told only where those that items hide at the same place are many together.</summary>
    private static ToldTable Details(ToldTable told, int group, TableTold pooled, IReadOnlyList<TableTold> items, int minCellSize)
    {
        var size = pooled.Table.Scores.Count;
        var places = Enumerable.Range(0, size + 1).SelectMany(row => Enumerable.Range(0, size + 1).Select(column => (row, column)))
            .Where(place => place != (size, size));
        var isTold = places.All(place => told.Hidden[place.row, place.column] || items.Where(item => item.Groups[group].Hidden[place.row, place.column])
            .Select(item => Count(item.Counts[group], place.row, place.column)).ToList() is var counts
            && (counts.Count == 0 || (counts.Count > 1 && (counts.Sum() == 0 || counts.Sum() >= 2 * minCellSize))));
        if (isTold)
        {
            return told with
            {
                Levels = told.Levels.Where(level => items.Count(item => !item.Groups[group].Levels.Contains(level)) != 1).ToHashSet(),
                Cuts = told.Cuts.Where(cut => items.Count(item => !item.Groups[group].Cuts.Contains(cut)) != 1).ToHashSet(),
                MeansAt = told.MeansAt.Where(level => items.Count(item => !item.Groups[group].MeansAt.Contains(level)) != 1).ToHashSet(),
            };
        }
        var nothing = TableDisclosure.Nothing(pooled.Counts[group]);
        return nothing with { Size = true, Fitting = told.Fitting };
    }

    private static long Count(GroupCounts group, int row, int column) =>
        row == group.Scores.Count ? group.Machine[column] : column == group.Scores.Count ? group.Human[row] : group.Counts[row][column];
}
