using System.Globalization;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Items;

namespace ScoringFairness.Service.Audits;

/// <summary>Who is audited.</summary>
public sealed record AuditedData
{
    /// <summary>The items with their groups.</summary>
    public required IReadOnlyList<AuditedItem> Items { get; init; }

    /// <summary>Whether some student gave several responses: intervals over them then come from resampling students.</summary>
    public bool RepeatedStudents { get; init; }

    /// <summary>
    /// Different students by group over all items, where some student gave several responses; else null. Groups of fewer than minCellSize are
    /// left out.
    /// </summary>
    public IReadOnlyDictionary<string, long>? StudentsByGroup { get; init; }

    /// <summary>Whether some responses were rated twice: agreement of raters and true-score figures then exist.</summary>
    public bool RatedTwice { get; init; }
}

/// <summary>An item of an audit and who answered it.</summary>
public sealed record AuditedItem
{
    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Its scale.</summary>
    public required Scale Scale { get; init; }

    /// <summary>The groups that report the attribute.</summary>
    public required IReadOnlyList<AuditedGroup> Groups { get; init; }

    /// <summary>Responses whose student reports none; they are scored, and in no contrast. Null: suppressed, because they are few.</summary>
    public required long? NotReported { get; init; }

    /// <summary>Responses left out, by reason.</summary>
    public required IReadOnlyList<Exclusion> Excluded { get; init; }

    /// <summary>Responses that a scorer from outside gave no score, by scorer and group; empty where every response has its scores.</summary>
    public IReadOnlyList<UnscoredGroup> Unscored { get; init; } = [];

    /// <summary>Which of its groups may be told of, those that report none among them; what is suppressed already is small.</summary>
    internal ToldGroups Told(int minCellSize) =>
        new([.. Groups.Select(group => ((string?)group.Group, group.People)), (null, NotReported ?? 0)], minCellSize);
}

/// <summary>The responses of a group that a scorer from outside gave no score; its figures rest on the others.</summary>
/// <param name="Scorer">The scorer.</param>
/// <param name="Group">The group; null: not reported.</param>
/// <param name="N">Responses without a score; null: suppressed, because fewer than minCellSize.</param>
/// <param name="Of">Responses of the group; null: suppressed likewise.</param>
public sealed record UnscoredGroup(string Scorer, string? Group, long? N, long? Of)
{
    /// <summary>The count for people.</summary>
    internal string Words => (N, Of) switch
    {
        (null, null) => "a few",
        (null, { } of) => string.Create(CultureInfo.InvariantCulture, $"a few of {of}"),
        var (n, of) => string.Create(CultureInfo.InvariantCulture, $"{n} of {of}"),
    };
}

/// <summary>A group's responses to an item.</summary>
public sealed record AuditedGroup
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>Responses; null: suppressed, because fewer than minCellSize, and what follows with it.</summary>
    public required long? N { get; init; }

    /// <summary>
    /// Different students, where some gave several responses to the item; null: each response is another's, or the group is suppressed.
    /// A group of fewer students than minCellSize is suppressed, however many responses they gave.
    /// </summary>
    public long? Students { get; init; }

    /// <summary>How many people the group is, for the rule that hides few of them; what is suppressed already is few.</summary>
    internal long People => Students ?? N ?? 1;

    /// <summary>Mean human score.</summary>
    public required double? MeanHuman { get; init; }

    /// <summary>Standard deviation of the human scores (divisor n − 1); null for fewer than two responses.</summary>
    public required double? SdHuman { get; init; }

    /// <summary>Responses at each level, from the lowest; null: suppressed, because fewer than minCellSize or telling such a count.</summary>
    public required IReadOnlyList<long?> Levels { get; init; }
}

/// <summary>Responses left out of an audit.</summary>
/// <param name="Reason">Why.</param>
/// <param name="N">How many; null: suppressed, because fewer than minCellSize.</param>
public sealed record Exclusion(string Reason, long? N)
{
    private const string Erased = "erased while the audit ran";
    private const string ErasedOrLeftOut = $"{Erased}, or left out by lot to hide who was";

    /// <summary>Whether they were erased between the plan and the figures.</summary>
    internal bool IsErased => Reason.StartsWith(Erased, StringComparison.Ordinal);

    /// <summary>Those that were erased between the plan and the figures.</summary>
    internal static Exclusion OfErased(long n, int minCellSize) => new(ErasedOrLeftOut, n < minCellSize ? null : n);

    /// <summary>Those of groups that are not compared.</summary>
    internal static IReadOnlyList<Exclusion> OfOtherGroups(long n, int minCellSize) =>
        n == 0 ? [] : [new("of a group that is not compared", n < minCellSize ? null : n)];
}

/// <summary>Something about the data that a reader should know before any figure.</summary>
/// <param name="Code">What it is, for programs.</param>
/// <param name="ItemId">The item; null where it concerns several.</param>
/// <param name="Message">What it is, for people.</param>
public sealed record AuditWarning(string Code, string? ItemId, string Message);
