using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports.Suppression;

/// <summary>How a measure row is told.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Interval">Its interval and what is made of it.</param>
/// <param name="Size">Whether it says on how many responses it rests.</param>
internal readonly record struct RowTold(Precision Value, Precision Interval, bool Size)
{
    /// <summary>As it is.</summary>
    public static RowTold Whole { get; } = new(Precision.Exact, Precision.Exact, true);

    /// <summary>Not at all.</summary>
    public static RowTold Nothing { get; } = new(Precision.None, Precision.None, false);
}

/// <summary>Decides how measure rows are told, by what is told of the groups that they are about.</summary>
internal sealed class RowPrecision(ReportDisclosure disclosure)
{
    private readonly Dictionary<TableTold, (CountCube Truth, IReadOnlyList<CountCube> Others)> _cubes = [];

    /// <summary>How a row is told.</summary>
    public RowTold Of(MeasureRow row)
    {
        if (row.Over == RowCodes.Items)
        {
            return OverItems(row);
        }
        return disclosure.Of(row.ItemId, row.Scorer, row.Split) is { } told ? OfScorer(row, told)
            : row.Scorer is RowCodes.Human or RowCodes.SecondHuman && disclosure.Scorers(row.ItemId) is [var any, ..] ? OfHuman(row, any)
            : RowTold.Whole;
    }

    private static RestsOn RestsOn(MeasureRow row) => MeasureCatalogue.Find(row.Measure)?.RestsOn ?? Statistics.Catalogue.RestsOn.Cells;

    private static bool IsAbout(MeasureRow row, string group) => row.Group is { } one ? one == group
        : row.Contrast is null or RowCodes.LargestContrast || row.NByGroup.ContainsKey(group);

    /// <summary>The mean over items: as it is where each item's is; as the one item that is told otherwise; else to two decimals.</summary>
    private RowTold OverItems(MeasureRow row)
    {
        var items = row.Scorer == RowCodes.Human
            ? disclosure.ItemIds.Select(item => Of(row with { Over = null, ItemId = item })).ToList()
            : disclosure.Items(row.Scorer, row.Split).Select(item => Of(row with { Over = null, ItemId = item.Table.ItemId })).ToList();
        return new RowTold(Joined(items, item => item.Value), Joined(items, item => item.Interval), true);

        static Precision Joined(List<RowTold> items, Func<RowTold, Precision> of)
        {
            var coarse = items.Select(of).Where(precision => !precision.IsExact).ToList();
            return coarse.Count switch { 0 => Precision.Exact, 1 => coarse[0], _ => Precision.Coarse };
        }
    }

    /// <summary>Human scores have no table; how two raters agree is told to two decimals where any group has hidden counts.</summary>
    private RowTold OfHuman(MeasureRow row, TableTold any)
    {
        var groups = any.Counts.Where(group => IsAbout(row, group.Group)).ToList();
        var isHidden = groups.Any(group => group.N > 0 && any.Of(group.Group) is { Size: false });
        if (isHidden && (row.Group is not null || row.Contrast is not null))
        {
            return RowTold.Nothing;
        }
        var humans = groups.Select(group => disclosure.Human(row.ItemId, group.Group)!).ToList();
        var isWhole = disclosure.Scorers(row.ItemId).All(table => table.Groups.All(group => group.Whole));
        if (row.Level is not null && !isWhole)
        {
            return RowTold.Nothing with { Size = true };
        }
        var told = row.Scorer == RowCodes.Human && MeasureCatalogue.Find(row.Measure) is { IsOfHuman: true } measure
            ? new RowTold(
                humans.All(human => measure.RestsOn == Statistics.Catalogue.RestsOn.Means ? human.Mean : human.Deviation) ? Precision.Exact : Precision.None,
                humans.All(human => human.Deviation) ? Precision.Exact : Precision.None, true)
            : isWhole ? RowTold.Whole : new RowTold(Precision.Coarse, Precision.Coarse, true);
        return isHidden ? Blurred(told, groups, any) : told;
    }

    private RowTold OfScorer(MeasureRow row, TableTold table)
    {
        var groups = table.Counts.Index().Where(group => IsAbout(row, group.Item.Group)).ToList();
        var told = groups.Where(group => group.Item.N > 0).Select(group => table.Groups[group.Index]).ToList();
        if (told.All(group => group.Whole))
        {
            return RowTold.Whole;
        }
        var isHidden = told.Any(group => !group.Size);
        if (isHidden && (row.Group is not null || row.Contrast is not null || row.Level is not null))
        {
            return RowTold.Nothing;
        }
        var shown = told.Where(group => group.Size).ToList();
        var precision = Precisions(row, shown);
        if (IsOfCells(row, shown) && row.ItemId is not null && disclosure.Of(null, row.Scorer, row.Split) is not null)
        {
            // What no sum is known for is held against the counts that fit one table; of items and all together it is told of all alone.
            return RowTold.Nothing with { Size = precision.Size };
        }
        if (isHidden)
        {
            precision = Blurred(precision, [.. groups.Select(group => group.Item)], table);
        }
        var isShared = RestsOn(row) == Statistics.Catalogue.RestsOn.Spread && Coarsest(shown, group => group.Spread).CompareTo(Precision.Coarse) < 0;
        return precision.Value.IsTold && !isShared && !IsSaidOfOthers(row, table, [.. groups.Select(group => group.Index)], precision.Value)
            ? RowTold.Nothing with { Size = precision.Size }
            : precision;
    }

    private static RowTold Precisions(MeasureRow row, List<ToldTable> groups)
    {
        var spread = Coarsest(groups, group => group.Spread);
        // What is not proven to hide is told where it is wanted most, and then of no one group alone: agreement that is held to a
        // minimum, and intervals of contrasts.
        var shared = row.Group is null && spread.CompareTo(Precision.Coarse) < 0 ? Precision.Coarse : spread;
        var isWhole = groups.All(group => group.Whole);
        switch (RestsOn(row))
        {
            case Statistics.Catalogue.RestsOn.Hits:
                return Alike(Coarsest(groups, group => group.Hits));
            case Statistics.Catalogue.RestsOn.LargeErrors:
                return Alike(Coarsest(groups, group => group.LargeErrors));
            case Statistics.Catalogue.RestsOn.Means:
                var means = Coarsest(groups, group => group.Means);
                return new RowTold(means, means.IsTold ? Precision.Coarser(means, shared) : means, true);
            case Statistics.Catalogue.RestsOn.Spread:
                return Alike(MeasureCatalogue.Find(row.Measure)!.Minimum is null ? spread : shared);
            case Statistics.Catalogue.RestsOn.Levels when row.Level is { } level:
                return groups.All(group => (row.Basis == RowCodes.Cut ? group.Cuts : group.Levels).Contains(level))
                    ? RowTold.Whole
                    : RowTold.Nothing with { Size = true };
            case Statistics.Catalogue.RestsOn.Levels:
                return Alike(AreAllTold(row, groups) ? Precision.Exact : IsMain(row) ? Coarsest(groups, group => group.Odds) : Precision.Coarse);
            case Statistics.Catalogue.RestsOn.Model:
                return RowTold.Whole;
            default:
                return isWhole ? RowTold.Whole : row.Level is null ? Alike(Precision.Coarse) : RowTold.Nothing with { Size = true };
        }

        static RowTold Alike(Precision precision) => new(precision, precision, true);
    }

    private static bool AreAllTold(MeasureRow row, List<ToldTable> groups) => row.Basis == RowCodes.Cut
        ? groups.All(group => group.Cuts.Count >= group.Hidden.GetLength(0) - 2)
        : groups.All(group => group.Levels.Count >= group.Hidden.GetLength(0) - 1);

    private static bool IsOfCells(MeasureRow row, List<ToldTable> groups) => row.Level is null && RestsOn(row) switch
    {
        Statistics.Catalogue.RestsOn.Cells => !groups.All(group => group.Whole),
        Statistics.Catalogue.RestsOn.Levels => !IsMain(row) && !AreAllTold(row, groups),
        _ => false,
    };

    private static bool IsMain(MeasureRow row) =>
        MeasureCatalogue.Find(row.Measure) is { } measure && measure.Main == new RowForm(row.Basis, row.Aggregation);

    private static Precision Coarsest(List<ToldTable> groups, Func<ToldTable, Precision> of) => groups.Select(of).Aggregate(Precision.Exact, Precision.Coarser);

    /// <summary>Of all groups, where some are hidden: two decimals at most, and their number only where it does not tell the hidden ones'.</summary>
    private RowTold Blurred(RowTold told, IReadOnlyList<GroupCounts> groups, TableTold table)
    {
        var hidden = groups.Where(group => group.N > 0 && table.Of(group.Group) is { Size: false }).ToList();
        return new RowTold(
            Precision.Coarser(told.Value, Precision.Coarse), Precision.Coarser(told.Interval, Precision.Coarse),
            hidden.Count > 1 && hidden.Sum(group => group.N) >= 2 * disclosure.MinCellSize);
    }

    /// <summary>Whether the row would say the same of all other counts that fit what is told of a group.</summary>
    private bool IsSaidOfOthers(MeasureRow row, TableTold table, IReadOnlyList<int> groups, Precision precision)
    {
        if (row.Level is not null || row.Contrast == RowCodes.LargestContrast || MeasureCatalogue.Find(row.Measure) is not { } measure)
        {
            return true;
        }
        var (truth, others) = Cubes(table);
        return Value(truth) is not { } value || !double.IsFinite(value) || others.All(other => Value(other) is { } said && precision.IsSame(value, said));

        double? Value(CountCube cube) => RecomputedFigures.Of(
            measure, cube, groups, row.Contrast is not null, new RowForm(row.Basis, row.Aggregation), disclosure.MinCellSize);
    }

    private (CountCube Truth, IReadOnlyList<CountCube> Others) Cubes(TableTold table)
    {
        lock (_cubes)
        {
            if (_cubes.TryGetValue(table, out var made))
            {
                return made;
            }
            var scores = table.Table.Scores;
            var scale = new ScoreScale(scores[0], scores[^1], scores[1] - scores[0]);
            long[][][] counts = [.. table.Counts.Select(group => group.Counts)];
            IReadOnlyList<CountCube> others =
            [
                .. table.Groups.Index().Where(group => !group.Item.Whole)
                    .SelectMany(group => group.Item.Fitting.Skip(1).Select(fitting => Cube(counts, scale, group.Index, fitting))),
            ];
            return _cubes[table] = (Cube(counts, scale, -1, []), others);
        }
    }

    private static CountCube Cube(long[][][] counts, ScoreScale scale, int other, long[][] fitting)
    {
        var cube = new CountCube(counts.Length, scale);
        for (var group = 0; group < counts.Length; group++)
        {
            for (var human = 0; human < scale.LevelCount; human++)
            {
                for (var machine = 0; machine < scale.LevelCount; machine++)
                {
                    if ((group == other ? fitting : counts[group])[human][machine] is > 0 and var count)
                    {
                        cube.Add(group, human, scale.ScoreOf(machine), count);
                    }
                }
            }
        }
        return cube;
    }
}
