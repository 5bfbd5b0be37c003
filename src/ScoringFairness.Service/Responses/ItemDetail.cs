using System.Diagnostics.CodeAnalysis;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses.Checks;

namespace ScoringFairness.Service.Responses;

/// <summary>An item with what its responses look like.</summary>
public sealed record ItemDetail : Item
{
    /// <summary>An item, to which its counts are added.</summary>
    [SetsRequiredMembers]
    internal ItemDetail(Item item, IReadOnlyList<GroupCounts> groups, ItemChecks checks)
        : base(item) => (Groups, Checks) = (groups, checks);

    /// <summary>Counts by attribute and group; the group null counts those who reported none.</summary>
    public required IReadOnlyList<GroupCounts> Groups { get; init; }

    /// <summary>Counts from 1 to below this are suppressed.</summary>
    internal int MinCellSize { get; init; }

    /// <summary>What about the responses may mislead an audit.</summary>
    public required ItemChecks Checks { get; init; }

    /// <summary>The item without counts of a few students and without what else is said of such groups.</summary>
    internal ItemDetail Suppressed(int minCellSize)
    {
        var told = Groups.GroupBy(group => group.Attribute).ToDictionary(
            attribute => attribute.Key,
            attribute => ToldGroups.BesideTotal([.. attribute.Select(group => (group.Group, group.Students?.All ?? group.N ?? 0))], minCellSize));
        var beside = told.Where(attribute => told.Count > 1 && attribute.Value.AreAll && !attribute.Value.Contains(null)).Select(attribute => attribute.Key)
            .ToDictionary(attribute => attribute, SmallestOf);
        return this with
        {
            Groups = [.. Groups.Select(group => IsTold(group.Attribute, group.Group)
                ? group.Group is { } name && beside.GetValueOrDefault(group.Attribute) == name
                    ? WithoutScores(group)
                    : group with { Levels = SmallCells.Line([.. group.Levels.Select(n => n ?? 0)], minCellSize, group.Students?.ByLevel) }
                : WithoutScores(group) with { N = null })],
            Checks = Checks with
            {
                LargestShare = told.Values.All(attribute => attribute.AreAll) ? Checks.LargestShare : null,
                MissingScores = [.. Checks.MissingScores.Where(missing => IsTold(missing.Attribute, missing.Group))],
                TextLengths = [.. Checks.TextLengths.Where(length => length.N >= minCellSize && IsTold(length.Attribute, length.Group))],
                GroupShares = [.. Checks.GroupShares.Where(share => IsTold(share.Attribute, share.Group))],
            },
        };

        // What all groups of an attribute scored, and all of another, tells what the few scored who report none of the first.
        string? SmallestOf(string attribute) =>
            Groups.Where(group => group.Attribute == attribute && group.Group is not null).MinBy(group => (group.N, group.Group))?.Group;

        static GroupCounts WithoutScores(GroupCounts group) => group with { MeanHuman = null, Levels = [.. group.Levels.Select(_ => (long?)null)] };

        bool IsTold(string attribute, string? group) => !told.TryGetValue(attribute, out var own) || own.Contains(group);
    }
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

    /// <summary>Different students, in all and at each level, where some gave several responses: a few of them are hidden; else null.</summary>
    internal (long All, IReadOnlyList<long> ByLevel)? Students { get; init; }

    /// <summary>Mean human score; null where n is suppressed.</summary>
    public required double? MeanHuman { get; init; }

    /// <summary>Responses at each level, from the lowest; null: suppressed, because there are few or it would tell such a count.</summary>
    public required IReadOnlyList<long?> Levels { get; init; }
}
