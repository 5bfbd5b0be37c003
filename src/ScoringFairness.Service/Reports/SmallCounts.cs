using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Reports.Suppression;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>Keeps counts of a few students out of measure rows and of who was audited, and figures that such a count can be computed from.</summary>
internal sealed class SmallCounts
{
    private readonly ReportDisclosure _disclosure;
    private readonly RowPrecision _precision;
    private readonly int _minCellSize;

    /// <param name="disclosure">What is told of the audit's tables.</param>
    public SmallCounts(ReportDisclosure disclosure) =>
        (_disclosure, _precision, _minCellSize) = (disclosure, new RowPrecision(disclosure), disclosure.MinCellSize);

    /// <summary>Leaves out small groups, counts by human score that are not told, and means and deviations that would tell them.</summary>
    public AuditedData Suppress(AuditedData data) => data with
    {
        Items =
        [
            .. data.Items.Select(item => item with
            {
                Groups = [.. item.Groups.Select(group => Suppress(item.ItemId, group))],
                Unscored = [.. item.Unscored.Where(unscored => !item.Groups.Any(group => group.Group == unscored.Group && IsSmall(group.N)))],
            }),
        ],
    };

    /// <summary>Leaves out what is not told, or tells it to fewer decimals, and says so; a count of 0 stays.</summary>
    public MeasureRow Suppress(MeasureRow row)
    {
        var told = _precision.Of(row);
        var groups = Kept(row.NByGroup, count => IsSmall(count) || IsHidden(row, count.Key));
        var lacksGroup = groups.Count < row.NByGroup.Count;
        // A group that is left out is what the total has beside the others, unless several are.
        var tellsGroup = lacksGroup && (row.Contrast is not null || groups.Count == row.NByGroup.Count - 1);
        var n = row.Over != RowCodes.Items && (!told.Size || IsSmall(row.N) || tellsGroup) ? null : row.N;
        var denominators = row.Denominators is null ? null : Kept(row.Denominators, count => IsSmall(count) || (n is null && IsCount(count)));
        var suppressed = CoarseRow.Tell(row, told, denominators?.Count < row.Denominators?.Count);
        return n == row.N && !lacksGroup && denominators?.Count == row.Denominators?.Count
            ? suppressed
            : suppressed with
            {
                N = n,
                NByGroup = groups,
                Denominators = denominators,
                Note = $"{suppressed.Note}{(suppressed.Note is null ? "" : " ")}Counts below {_minCellSize}, and those that would tell them, are suppressed.",
            };
    }

    private AuditedGroup Suppress(string itemId, AuditedGroup group)
    {
        if (IsSmall(group.N))
        {
            return group with { N = null, MeanHuman = null, SdHuman = null, Levels = [.. group.Levels.Select(_ => (long?)null)] };
        }
        if (_disclosure.Human(itemId, group.Group) is not { } human)
        {
            return group.Levels.Any(n => n is null) ? group with { MeanHuman = null, SdHuman = null } : group;
        }
        return group with
        {
            MeanHuman = human.Mean ? group.MeanHuman : null,
            SdHuman = human.Deviation ? group.SdHuman : null,
            Levels = [.. human.Levels.Select((n, level) => human.Told.Contains(level) ? (long?)n : null)],
        };
    }

    /// <summary>Whether the size of a group is not told where a row stands.</summary>
    private bool IsHidden(MeasureRow row, string group) =>
        row.Over != RowCodes.Items && _disclosure.Of(row.ItemId, row.Scorer, row.Split)?.Of(group) is { Size: false };

    private static Dictionary<string, long> Kept(IReadOnlyDictionary<string, long> counts, Func<KeyValuePair<string, long>, bool> isSuppressed) =>
        counts.Where(count => !isSuppressed(count)).ToDictionary(count => count.Key, count => count.Value);

    private static bool IsCount(KeyValuePair<string, long> count) => count.Key is not (RowCodes.Levels or RowCodes.LevelsDefined);

    /// <summary>How many levels a figure covers says nothing about students.</summary>
    private bool IsSmall(KeyValuePair<string, long> count) => IsCount(count) && IsSmall(count.Value);

    private bool IsSmall(long? count) => count is { } n && SmallCells.IsSmall(n, _minCellSize);
}
