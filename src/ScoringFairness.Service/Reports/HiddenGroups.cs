using System.Text.RegularExpressions;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tables;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>Keeps groups of a few students out of a report altogether: their counts, where they have none, and figures that are theirs.</summary>
/// <remarks>
/// That a cell of such a group is empty says which of the others its students are in, and a mean of one student is the student's
/// score. A group is hidden on all items together where it is hidden on one of them alone, which the others would tell.
/// </remarks>
internal sealed partial class HiddenGroups
{
    private readonly Dictionary<string, ToldGroups> _byItem;
    private readonly ToldGroups _together;
    private readonly Dictionary<(string? ItemId, string Group), long> _people;
    private readonly string[] _groups;
    private readonly int _minCellSize;

    /// <param name="data">Who was audited, nothing suppressed.</param>
    /// <param name="minCellSize">Counts from 1 to below this are suppressed.</param>
    public HiddenGroups(AuditedData data, int minCellSize)
    {
        _minCellSize = minCellSize;
        _byItem = data.Items.ToDictionary(
            item => item.ItemId,
            item => new ToldGroups([.. item.Groups.Select(group => ((string?)group.Group, group.People))], minCellSize));
        _people = data.Items.SelectMany(item => item.Groups, (item, group) => ((string?)item.ItemId, group.Group, group.People))
            .Concat(data.Items.SelectMany(item => item.Groups).GroupBy(group => group.Group).Select(group => (
                (string?)null, group.Key,
                data.StudentsByGroup is { } students ? students.GetValueOrDefault(group.Key, 1) : group.Sum(one => one.People))))
            .ToDictionary(one => (one.Item1, one.Item2), one => one.Item3);
        _groups = [.. data.Items.SelectMany(item => item.Groups).Select(group => group.Group).Distinct()];
        _together = new ToldGroups(_groups.Select(group => ((string?)group, _people[(null, group)])), minCellSize);
    }

    /// <summary>A table without the counts of hidden groups, their zeros included.</summary>
    public ScoreTable Suppress(ScoreTable table) => table with
    {
        Groups = [.. table.Groups.Select(group => Hides(table.ItemId, null, group.Group) || IsSmall(group.N) ? Nothing(group) : group)],
    };

    /// <summary>A row of everybody as one that hidden groups may be in, whether they are or not: else its digits would tell which.</summary>
    private MeasureRow Among(MeasureRow row)
    {
        if (row.Group is not null || row.Contrast is not null || row.Over == RowCodes.Items || row.NByGroup.Count == 0)
        {
            return row;
        }
        List<string> absent = [.. _groups.Where(group => !row.NByGroup.ContainsKey(group) && Hides(row.ItemId, row.Over, group))];
        return absent.Count == 0 ? row : row with
        {
            NByGroup = row.NByGroup.Concat(absent.Select(group => KeyValuePair.Create(group, 1L))).ToDictionary(one => one.Key, one => one.Value),
        };
    }

    /// <summary>A row without what it says of hidden groups and of small counts.</summary>
    /// <param name="row">The row as it is stored.</param>
    /// <param name="small">The small counts.</param>
    public MeasureRow Suppress(MeasureRow row, SmallCounts small)
    {
        row = Among(row);
        var few = row.NByGroup.Where(group => Hides(row.ItemId, row.Over, group.Key) || IsSmall(group.Value)).ToDictionary();
        var areFew = few.Sum(group => Math.Min(group.Value, _people.GetValueOrDefault((row.ItemId, group.Key), 1))) < _minCellSize;
        var shown = small.Suppress(row, few.Keys, areFew);
        // A mean over items has no sizes of groups beside it.
        var hidden = few.Keys.Concat(_groups.Where(group => IsAbout(row, group) && Hides(row.ItemId, row.Over, group))).ToHashSet();
        if (hidden.Count == 0)
        {
            return shown;
        }
        if (row.Group is { } about ? hidden.Contains(about) : row.Contrast is not null)
        {
            return WithoutFigure(shown, hidden);
        }
        // Less the groups that are told, n is that of the hidden ones: of one alone its size, of a few in all a small count itself.
        var isTold = row.Over == RowCodes.Items || (hidden.Count > 1 && !areFew);
        return shown with
        {
            N = isTold ? shown.N : null,
            NByGroup = Without(shown.NByGroup, hidden),
            Denominators = shown.Denominators is null ? null : Without(shown.Denominators, hidden),
            // Degrees of freedom are the number of responses less a few.
            Df = isTold || !TellsAll(row) ? shown.Df : null,
            Note = isTold || shown.Note is null ? shown.Note : DegreesOfFreedom().Replace(shown.Note, "Base group"),
        };
    }

    /// <summary>How the note of an error regression begins.</summary>
    [GeneratedRegex(@"^F\([^)]*\); base group", RegexOptions.CultureInvariant)]
    private static partial Regex DegreesOfFreedom();

    private bool IsAbout(MeasureRow row, string group) => row.Group == group
        || (row.Contrast is { } contrast && _groups.Any(other => contrast == $"{group}-{other}" || contrast == $"{other}-{group}"));

    private static bool TellsAll(MeasureRow row) =>
        row.Group is null || (MeasureCatalogue.Find(row.Measure)?.Cells ?? CellCounts.ByDegreesOfFreedom).HasFlag(CellCounts.ByDegreesOfFreedom);

    private bool Hides(string? itemId, string? over, string group)
    {
        if (itemId is not null)
        {
            return _byItem.TryGetValue(itemId, out var told) && !told.Contains(group);
        }
        var hiding = _byItem.Values.Count(told => !told.Contains(group));
        return over == RowCodes.Items ? hiding > 0 : !_together.Contains(group) || (hiding == 1 && _byItem.Count > 1);
    }

    private MeasureRow WithoutFigure(MeasureRow row, HashSet<string> hidden) =>
        UntoldFigure.Of(row, $"A group has fewer than {_minCellSize} responses here: no figure of it is told.") with
        {
            N = null,
            NByGroup = Without(row.NByGroup, hidden),
            Denominators = null,
            LevelsUsed = null,
            LevelsLeftOut = null,
            Verdict = row.Verdict is null ? null : Verdict.Undefined,
        };

    private static Dictionary<string, long> Without(IReadOnlyDictionary<string, long> counts, HashSet<string> hidden) =>
        counts.Where(count => !hidden.Any(group => count.Key == group || count.Key.EndsWith($".{group}", StringComparison.Ordinal)))
            .ToDictionary(count => count.Key, count => count.Value);

    private static GroupTable Nothing(GroupTable group) => group with
    {
        N = null,
        Human = [.. group.Human.Select(_ => (long?)null)],
        Machine = [.. group.Machine.Select(_ => (long?)null)],
        Counts = [.. group.Counts.Select(row => (IReadOnlyList<long?>)[.. row.Select(_ => (long?)null)])],
        Means = [.. group.Means.Select(_ => new MeanAtScore(null, null, null, null))],
    };

    private bool IsSmall(long? count) => SmallCells.IsSmall(count, _minCellSize);
}
