namespace ScoringFairness.Service.Reports.Readings;

/// <summary>A response of an audit: what the student wrote beside what human and machine gave it.</summary>
public sealed record ComparedResponse
{
    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>The client's own id; null of a response that is being erased.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The student's group; null: not reported.</summary>
    public string? Group { get; init; }

    /// <summary>The human score that counts, as it was when the audit was planned.</summary>
    public required double HumanScore { get; init; }

    /// <summary>Further human scores.</summary>
    public required IReadOnlyList<double> FurtherScores { get; init; }

    /// <summary>The scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>Its training split, which did not hold the response; null for a scorer that learns nothing.</summary>
    public string? Split { get; init; }

    /// <summary>The machine score.</summary>
    public required double MachineScore { get; init; }

    /// <summary>The machine score rounded to the scale.</summary>
    public required double RoundedScore { get; init; }

    /// <summary>Machine score less human score.</summary>
    public required double Difference { get; init; }

    /// <summary>The text as it stands now; null where it was not sent, or has been erased.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the response was changed after the audit was asked for: its text, or its human score, may be another than the audit saw.</summary>
    public required bool ChangedSince { get; init; }

    /// <summary>The text with words put in each other's place, and how its score changed; empty where the audit swapped none, or it holds none.</summary>
    public required IReadOnlyList<SwappedResponseText> Swaps { get; init; }

    /// <summary>Those of its words that the report tells of, and what they add; empty where the audit asked for none.</summary>
    public required IReadOnlyList<MovingWordOfText> Words { get; init; }
}

/// <summary>A text with words of it put in each other's place.</summary>
/// <param name="Direction">firstToSecond or secondToFirst.</param>
/// <param name="Text">The changed text.</param>
/// <param name="Change">The score of the changed text minus that of the text.</param>
/// <param name="LevelChanged">Whether the score rounded to the scale is another.</param>
public sealed record SwappedResponseText(string Direction, string Text, double Change, bool LevelChanged);

/// <summary>A word of a text that moves the scorer's scores.</summary>
/// <param name="Word">The word, in lower case.</param>
/// <param name="Mean">Points that it adds to a response of the group, the mean over all of them, those without the word too.</param>
public sealed record MovingWordOfText(string Word, double Mean);
