namespace ScoringFairness.Service.Demonstration;

/// <summary>A science question of the demonstration, with what students may write.</summary>
internal sealed record DemonstrationItem
{
    public required string ItemId { get; init; }

    public required string Prompt { get; init; }

    /// <summary>Responses of male students.</summary>
    public required int Male { get; init; }

    /// <summary>Responses of female students.</summary>
    public required int Female { get; init; }

    /// <summary>Three ideas; a response's true level is how many of them it states.</summary>
    public required IReadOnlyList<Idea> Ideas { get; init; }

    /// <summary>Wrong ideas; they earn nothing.</summary>
    public required IReadOnlyList<string> Misconceptions { get; init; }
}

/// <summary>An idea in two manners of writing.</summary>
/// <param name="Terse">Said in few words.</param>
/// <param name="Elaborate">Said at length.</param>
internal sealed record Idea(IReadOnlyList<string> Terse, IReadOnlyList<string> Elaborate);
