using System.Globalization;

namespace ScoringFairness.Service.Host.Disclosure;

/// <summary>
/// Which groups of some responses may be spoken of, and what may be said of all of them together: the one rule that warnings, fits,
/// items and refusals ask before they say a number, or name a group by what its few members have in common.
/// </summary>
/// <remarks>A group of 1 to below the least size is hidden, and with a lone one every total that would tell its size by subtraction.</remarks>
internal sealed class ToldGroups
{
    private readonly HashSet<string> _hidden;
    private readonly bool _hidesUnnamed;

    /// <param name="sizes">Responses by group; the group null counts those who reported none.</param>
    /// <param name="minCellSize">Counts from 1 to below this are hidden.</param>
    public ToldGroups(IEnumerable<(string? Group, long N)> sizes, int minCellSize)
        : this([.. sizes.Where(size => SmallCells.IsSmall(size.N, minCellSize)).Select(size => size.Group)], minCellSize)
    {
    }

    private ToldGroups(IReadOnlyCollection<string?> hidden, int minCellSize)
    {
        MinCellSize = minCellSize;
        _hidden = [.. hidden.OfType<string>()];
        _hidesUnnamed = hidden.Contains(null);
    }

    /// <summary>
    /// The same where the total is known, and less the groups that are told would tell sizes: that of a lone small group, or that each of
    /// several has one response. The smallest other is hidden with them. How few report nothing says who is in no group, and hides none.
    /// </summary>
    public static ToldGroups BesideTotal(IReadOnlyList<(string? Group, long N)> sizes, int minCellSize)
    {
        if (!sizes.Any(size => size.Group is not null && SmallCells.IsSmall(size.N, minCellSize))) return new(sizes, minCellSize);
        var hidden = sizes.Where(size => SmallCells.IsSmall(size.N, minCellSize)).ToList();
        foreach (var next in sizes.Except(hidden).OrderBy(size => size.N == 0).ThenBy(size => size.N).ToList())
        {
            if (hidden.Count > 1 && hidden.Sum(size => size.N) > hidden.Count) break;
            hidden.Add(next);
        }
        return new([.. hidden.Select(size => size.Group)], minCellSize);
    }

    /// <summary>Counts from 1 to below this are hidden.</summary>
    public int MinCellSize { get; }

    /// <summary>The groups that are hidden. How few report nothing says who is in no group: they are none.</summary>
    public IReadOnlySet<string> Hidden => _hidden;

    /// <summary>Whether every group is told, and so each single size.</summary>
    public bool AreAll => _hidden.Count == 0;

    /// <summary>Whether the number of all may be told: less the groups that are told it would be the size of a lone hidden one.</summary>
    public bool TellTotal => _hidden.Count != 1;

    /// <summary>Whether a group is told; the group null are those who reported none.</summary>
    public bool Contains(string? group) => group is null ? !_hidesUnnamed : !_hidden.Contains(group);

    /// <summary>A count of people as it may be said: as it is, or that it is fewer than the least.</summary>
    public string Words(long count) => Words(count, MinCellSize);

    /// <summary>The same, and of how many: left out where that total would tell a group's size.</summary>
    public string WordsOf(long count, long total) => TellTotal ? $"{Words(count)} of {Number(total)}" : Words(count);

    /// <summary>A count of people as it may be said.</summary>
    public static string Words(long count, int minCellSize) =>
        SmallCells.IsSmall(count, minCellSize) ? $"fewer than {Number(minCellSize)}" : Number(count);

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
