using System.Text.Json.Serialization;
using ScoringFairness.Service.Responses.Checks;

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
public sealed record Item
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
public sealed record ItemDetail
{
    /// <summary>The item.</summary>
    public required Item Item { get; init; }

    /// <summary>Counts by attribute and group; the group null counts those who reported none.</summary>
    public required IReadOnlyList<GroupCounts> Groups { get; init; }

    /// <summary>What about the responses may mislead an audit.</summary>
    public required ItemChecks Checks { get; init; }
}

/// <summary>The responses of one group.</summary>
public sealed record GroupCounts
{
    /// <summary>The attribute, such as <c>gender</c>.</summary>
    public required string Attribute { get; init; }

    /// <summary>The group; null: not reported.</summary>
    public string? Group { get; init; }

    /// <summary>Responses.</summary>
    public required long N { get; init; }

    /// <summary>Mean human score.</summary>
    public required double MeanHuman { get; init; }

    /// <summary>Responses at each level, from the lowest.</summary>
    public required IReadOnlyList<long> Levels { get; init; }
}
