using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports;

/// <summary>Keeps counts of a few students out of measure rows, and the counts that would tell them by subtraction.</summary>
/// <remarks>
/// The rates of a level rest on how many of a group a human gave that level (its true positives' denominator) and on how many
/// not; those of a cut on sums of the same counts. Where the score tables suppress such a count, no row tells it. What is left:
/// a rate with few possible denominators tells something of them, as every published rate does.
/// </remarks>
internal sealed class SmallCounts
{
    private static readonly double[] UsualLevels = [0.001, 0.01, 0.049, 0.1, 0.25, 0.5, 1];
    private readonly HashSet<(string? ItemId, string Group, int Level)> _hidden;
    private readonly HashSet<(string Scorer, string? Split, string? ItemId, string Group, int Level)> _hiddenOfMachine;
    private readonly int _minCellSize;
    private readonly double _range;

    /// <param name="shown">The audit's tables as they leave the service.</param>
    /// <param name="minCellSize">Counts from 1 to below this are suppressed.</param>
    public SmallCounts(IReadOnlyList<ScoreTable> shown, int minCellSize)
    {
        _minCellSize = minCellSize;
        _range = shown.Count == 0 ? 1 : shown.Max(table => table.Scores[^1] - table.Scores[0]);
        _hidden =
        [
            .. from table in shown
               from @group in table.Groups
               from level in @group.Human.Index()
               where level.Item is null
               select (table.ItemId, @group.Group, level.Index),
        ];
        _hiddenOfMachine =
        [
            .. from table in shown
               from @group in table.Groups
               from level in @group.Machine.Index()
               where level.Item is null
               select (table.Scorer, table.Split, table.ItemId, @group.Group, level.Index),
        ];
    }

    /// <summary>Leaves out small groups, and counts by human score that the tables suppress.</summary>
    public AuditedData Suppress(AuditedData data) => data with
    {
        StudentsByGroup = data.StudentsByGroup is null ? null : Kept(data.StudentsByGroup, group => IsSmall(group.Value)),
        Items =
        [
            .. data.Items.Select(item => item with
            {
                Groups = [.. item.Groups.Select(group => Suppress(item.ItemId, group))],
                NotReported = item.NotReported > 0 && item.NotReported < _minCellSize ? null : item.NotReported,
            }),
        ],
    };

    /// <summary>Leaves out what is suppressed, and says so; a count of 0 stays.</summary>
    /// <param name="row">The row.</param>
    /// <param name="few">Groups of few students, however many responses these gave.</param>
    /// <param name="areFewTogether">Whether these are few students together.</param>
    public MeasureRow Suppress(MeasureRow row, IReadOnlyCollection<string>? few = null, bool areFewTogether = false) =>
        Suppress(row, MeasureCatalogue.Find(row.Measure)?.Cells ?? CellCounts.ByDenominators | CellCounts.ByValue, few, areFewTogether);

    /// <summary>The same by a rule of suppression.</summary>
    internal MeasureRow Suppress(MeasureRow row, CellCounts cells, IReadOnlyCollection<string>? few = null, bool areFewTogether = false)
    {
        var hidden = row.Level is { } level ? row.NByGroup.Keys.Where(group => IsHidden(row, group, level, cells)).ToList() : [];
        if (hidden.Count > 0 && cells.HasFlag(CellCounts.ByValue))
        {
            row = UntoldFigure.Of(row, "The figure would tell a count that is suppressed.");
        }
        var groups = Kept(row.NByGroup, count => IsSmall(count) || few?.Contains(count.Key) == true);
        // No table says which counts of the responses rated twice would tell a small one, so those of levels all go.
        var ofSecondHuman = row is { Scorer: RowCodes.SecondHuman, Level: not null } && cells != CellCounts.Untold;
        var denominators = row.Denominators is null
            ? null
            : Kept(row.Denominators, one => IsSmall(one) || ofSecondHuman || (cells.HasFlag(CellCounts.ByDenominators) && Tells(row, one.Key, hidden)));
        var lacksGroup = groups.Count < row.NByGroup.Count;
        // The total less the other groups is the size of the one that is left out, or of a few that together are few.
        var left = row.NByGroup.Where(count => !groups.ContainsKey(count.Key)).Sum(count => count.Value);
        var tellsGroup = row is { Group: null, Contrast: null } && lacksGroup
            && (groups.Count == row.NByGroup.Count - 1 || left < _minCellSize || areFewTogether);
        var n = row.Over != RowCodes.Items && (IsSmall(row.N) || tellsGroup || (lacksGroup && row.Contrast is not null)) ? null : row.N;
        if (tellsGroup)
        {
            denominators = denominators is null ? null : Kept(denominators, one => one.Key is not (RowCodes.Levels or RowCodes.LevelsDefined));
            row = Coarse(row, left);
        }
        return n == row.N && !lacksGroup && denominators?.Count == row.Denominators?.Count
            ? row
            : row with
            {
                N = n,
                NByGroup = groups,
                Denominators = denominators,
                Note = $"{row.Note}{(row.Note is null ? "" : " ")}Counts below {_minCellSize}, and those that would tell them, are suppressed.",
            };
    }

    private AuditedGroup Suppress(string itemId, AuditedGroup group) => IsSmall(group.People)
        ? group with { N = null, Students = null, MeanHuman = null, SdHuman = null, Levels = [.. group.Levels.Select(_ => (long?)null)] }
        : group with { Levels = [.. group.Levels.Select((n, level) => _hidden.Contains((itemId, group.Group, level)) ? null : n)] };

    /// <summary>Whether a denominator, together with what else is shown, would tell a suppressed count of one of the groups.</summary>
    private static bool Tells(MeasureRow row, string name, List<string> hidden) =>
        hidden.Any(group => name == group || name.EndsWith($".{group}", StringComparison.Ordinal))
        || (hidden.Count == 1 && row.Group is null && row.Contrast is null);

    /// <summary>Whether the tables suppress a group's count at a level; a cut's count less the next cut's is a level's.</summary>
    private bool IsHidden(MeasureRow row, string group, int level, CellCounts cells) =>
        _hidden.Contains((row.ItemId, group, level)) || (row.Basis == RowCodes.Cut && _hidden.Contains((row.ItemId, group, level - 1)))
        || (cells.HasFlag(CellCounts.ByMachineLevel)
            && (_hiddenOfMachine.Contains((row.Scorer, row.Split, row.ItemId, group, level)) || IsSmall(row.Denominators?.GetValueOrDefault(group))));

    /// <summary>
    /// A figure of everybody, less those of the groups that are told, is the figure of the few that are not: of its digits two decimals
    /// are told, or as few as these few could change by twice their whole scale, and its interval outward. Where even the first decimal
    /// would tell them, the figure is not told.
    /// </summary>
    private MeasureRow Coarse(MeasureRow row, long few)
    {
        var scale = MeasureCatalogue.Find(row.Measure)?.Unit switch { Unit.Points => _range, Unit.Share => 1, _ => 0 };
        var reach = 2 * few * scale / Math.Max(1, row.N ?? 1);
        if (reach > 0.1)
        {
            return UntoldFigure.Of(row, "The figure would tell a count that is suppressed.");
        }
        var (decimals, unit) = reach > 0.01 ? (1, 10) : (2, 100);
        return row with
        {
            Value = row.Value is { } value ? Math.Round(value, decimals) : null,
            Low = row.Low is { } low ? Math.Floor(unit * low) / unit : null,
            High = row.High is { } high ? Math.Ceiling(unit * high) / unit : null,
            Statistic = null,
            Df = null,
            // What rests on the same sums tells them by its digits.
            PValue = Coarsely(row.PValue),
            PAdjusted = Coarsely(row.PAdjusted),
            Corrected = row.Corrected is { } corrected ? Math.Round(corrected, decimals) : null,
            ExpectedByChance = row.ExpectedByChance is { } chance ? Math.Round(chance, decimals) : null,
            Detectable = row.Detectable is { } detectable ? Math.Ceiling(unit * detectable) / unit : null,
            NeededForWithin = null,
            NeededForExceeds = null,
            Note = $"{row.Note}{(row.Note is null ? "" : " ")}Told to {(decimals == 1 ? "one decimal" : "two decimals")}, the interval outward: "
                + "more digits would tell of a group that is suppressed.",
        };
    }

    /// <summary>A p value by the next of a few levels above it, on its side of .05.</summary>
    private static double? Coarsely(double? p) => p is { } value ? UsualLevels.First(level => value <= level) : null;

    private static Dictionary<string, long> Kept(IReadOnlyDictionary<string, long> counts, Func<KeyValuePair<string, long>, bool> isSuppressed) =>
        counts.Where(count => !isSuppressed(count)).ToDictionary(count => count.Key, count => count.Value);

    /// <summary>How many levels a figure covers says nothing about students.</summary>
    private bool IsSmall(KeyValuePair<string, long> count) => count.Key is not (RowCodes.Levels or RowCodes.LevelsDefined) && IsSmall(count.Value);

    private bool IsSmall(long? count) => SmallCells.IsSmall(count, _minCellSize);
}
