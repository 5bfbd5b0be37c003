using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Responses.Checks;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Items;

/// <summary>The scores that may be given: min, min + step, …, max.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Scale
{
    /// <summary>Lowest score.</summary>
    public required double Min { get; init; }

    /// <summary>Highest score.</summary>
    public required double Max { get; init; }

    /// <summary>Distance of neighbouring scores.</summary>
    public double Step { get; init; } = 1;

    /// <summary>The scale as clients read it.</summary>
    public static Scale Of(ScoreScale grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return new() { Min = grid.Minimum, Max = grid.Maximum, Step = grid.Step };
    }

    /// <summary>The scale's levels.</summary>
    /// <exception cref="ArgumentException">The three numbers make no scale.</exception>
    public ScoreScale ToGrid() => new(Min, Max, Step);
}

/// <summary>An item (question) as a client sends it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ItemRequest
{
    /// <summary>What students were asked.</summary>
    public string? Prompt { get; init; }

    /// <summary>How raters were told to score.</summary>
    public string? Rubric { get; init; }

    /// <summary>The item's scale.</summary>
    public required Scale Scale { get; init; }
}

/// <summary>An item.</summary>
public record Item
{
    /// <summary>The client's own id.</summary>
    public required string ItemId { get; init; }

    /// <summary>What students were asked.</summary>
    public string? Prompt { get; init; }

    /// <summary>How raters were told to score.</summary>
    public string? Rubric { get; init; }

    /// <summary>The item's scale.</summary>
    public required Scale Scale { get; init; }

    /// <summary>Graded responses.</summary>
    public required long Responses { get; init; }

    /// <summary>When the item came.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the item last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>An item with what its responses look like.</summary>
public sealed record ItemDetail : Item
{
    /// <summary>An item, to which its counts are added.</summary>
    [SetsRequiredMembers]
    internal ItemDetail(Item item, IReadOnlyList<GroupCounts> groups, ItemChecks checks)
        : base(item) => (Groups, Checks) = (groups, checks);

    /// <summary>Counts by attribute and group; the group null counts those who reported none.</summary>
    public required IReadOnlyList<GroupCounts> Groups { get; init; }

    /// <summary>What about the responses may mislead an audit.</summary>
    public required ItemChecks Checks { get; init; }

    /// <summary>The item without counts of a few students and without what else is said of such groups.</summary>
    internal ItemDetail Suppressed(int minCellSize)
    {
        var small = Groups.GroupBy(group => group.Attribute).SelectMany(attribute => Hidden([.. attribute], minCellSize))
            .Select(group => (group.Attribute, group.Group)).ToHashSet();
        return this with
        {
            Groups = [.. Groups.Select(group => small.Contains((group.Attribute, group.Group))
                ? group with { N = null, MeanHuman = null, Levels = [.. group.Levels.Select(_ => (long?)null)] }
                : group with { Levels = SmallCells.Line([.. group.Levels.Select(n => n ?? 0)], minCellSize) })],
            Checks = Checks with
            {
                TextLengths = [.. Checks.TextLengths.Where(length => length.N >= minCellSize && !small.Contains((length.Attribute, length.Group)))],
                GroupShares = [.. Checks.GroupShares.Where(share => !small.Contains((share.Attribute, share.Group)))],
            },
        };
    }

    /// <summary>
    /// The groups of an attribute whose size is not told. The item's total is known: it would tell the size of a lone small group,
    /// so the smallest other goes with it. How few report nothing says who is in no group.
    /// </summary>
    private static IEnumerable<GroupCounts> Hidden(IReadOnlyList<GroupCounts> groups, int minCellSize) =>
        groups.Any(group => group.Group is not null && group.N < minCellSize)
            ? groups.Zip(SmallCells.Line([.. groups.Select(group => group.N ?? 0)], minCellSize)).Where(one => one.Second is null).Select(one => one.First)
            : groups.Where(group => group.N < minCellSize);
}

/// <summary>The responses of one group.</summary>
public sealed record GroupCounts
{
    /// <summary>The attribute, such as <c>gender</c>.</summary>
    public required string Attribute { get; init; }

    /// <summary>The group; null: not reported.</summary>
    public string? Group { get; init; }

    /// <summary>Responses; null: suppressed, because there are few.</summary>
    public required long? N { get; init; }

    /// <summary>Mean human score; null where n is suppressed.</summary>
    public required double? MeanHuman { get; init; }

    /// <summary>Responses at each level, from the lowest; null: suppressed, because there are few or it would tell such a count.</summary>
    public required IReadOnlyList<long?> Levels { get; init; }
}
