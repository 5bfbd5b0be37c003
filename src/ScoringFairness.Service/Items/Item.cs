using System.Text.Json.Serialization;
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

    /// <summary>Grows whenever its responses may change.</summary>
    internal long Changes { get; init; }

    /// <summary>The item at this state of its responses.</summary>
    internal ItemState State => new(ItemId, Changes);
}
