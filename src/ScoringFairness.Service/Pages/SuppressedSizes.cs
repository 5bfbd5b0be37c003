using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Reports;
using ScoringFairness.Service.Responses;

namespace ScoringFairness.Service.Pages;

/// <summary>Sizes of groups over several items, in words that tell no small count, nor a total that would.</summary>
/// <param name="sizes">The sizes by item and group; the group null are those who reported none.</param>
/// <param name="minCellSize">Groups of 1 to below this many students are suppressed.</param>
internal sealed class SuppressedSizes(IReadOnlyList<GroupSize> sizes, int minCellSize)
{
    private readonly Dictionary<string, ToldGroups> _told = sizes.GroupBy(size => size.ItemId)
        .ToDictionary(item => item.Key, item => ToldGroups.BesideTotal([.. item.Select(size => (size.Group, size.Students))], minCellSize));

    /// <summary>Students of a group, on all items, for what is decided by it.</summary>
    public long Students(string? group) => sizes.Where(size => size.Group == group).Sum(size => size.Students);

    /// <summary>Whether a group's sizes are told, or suppressed because they are small themselves.</summary>
    public bool AreToldOrSmall(string? group) => sizes.Where(size => size.Group == group).All(size => IsTold(size) || IsSmall(size));

    /// <summary>Students of a group on the items where they are told.</summary>
    public long ToldStudents(string? group) => sizes.Where(size => size.Group == group && IsTold(size)).Sum(size => size.Students);

    /// <summary>Responses of a group: those of items where they are told, and on how many they are not.</summary>
    public string Words(string? group)
    {
        var own = sizes.Where(size => size.Group == group).ToList();
        var hidden = own.Where(size => !IsTold(size)).ToList();
        var told = FigureFormat.Count(own.Except(hidden).Sum(size => size.N));
        var few = hidden.TrueForAll(IsSmall) ? ToldGroups.Words(1, minCellSize) : "suppressed";
        return (hidden.Count, own.Count) switch
        {
            (0, _) => told,
            (1, 1) => few,
            var (at, all) when at == all => $"{few} on each of {all} items",
            var (at, _) => $"{told}, and {few} on {(at == 1 ? "another item" : $"{at} others")}",
        };
    }

    private bool IsTold(GroupSize size) => _told[size.ItemId].Contains(size.Group);

    private bool IsSmall(GroupSize size) => SmallCells.IsSmall(size.Students, minCellSize);
}
