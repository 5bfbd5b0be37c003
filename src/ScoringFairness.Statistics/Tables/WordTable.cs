namespace ScoringFairness.Statistics.Tables;

/// <summary>The words that move the scores of one scorer on one item most.</summary>
public sealed record WordTable
{
    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>The scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>The training split.</summary>
    public string? Split { get; init; }

    /// <summary>The method that shared scores out among words.</summary>
    public required string Method { get; init; }

    /// <summary>The groups, the reference first; those too small to be told of are left out.</summary>
    public required IReadOnlyList<WordGroup> Groups { get; init; }

    /// <summary>All words of letters together (words), and what none of them has: numbers, marks, length and form (rest).</summary>
    public required IReadOnlyList<WordPart> Parts { get; init; }

    /// <summary>The words, those that move a group's mean score, or two groups' means apart, most first.</summary>
    public required IReadOnlyList<MovingWord> Words { get; init; }
}

/// <summary>A group whose words are told.</summary>
/// <param name="Group">The group.</param>
/// <param name="N">Its responses.</param>
/// <param name="Students">Their students.</param>
public sealed record WordGroup(string Group, long N, long Students);

/// <summary>How far a part of the scores moves groups' mean scores apart.</summary>
/// <param name="Part">words or rest.</param>
/// <param name="Contrasts">The reference group's mean less a focal group's.</param>
public sealed record WordPart(string Part, IReadOnlyList<WordContrast> Contrasts);

/// <summary>What a word adds to scores.</summary>
public sealed record MovingWord
{
    /// <summary>The word, in lower case, of letters alone.</summary>
    public required string Word { get; init; }

    /// <summary>What it does in each group of which enough students wrote it.</summary>
    public required IReadOnlyList<WordInGroup> Groups { get; init; }

    /// <summary>The reference group's mean less a focal group's, where both are told.</summary>
    public required IReadOnlyList<WordContrast> Contrasts { get; init; }
}

/// <summary>What a word does in a group.</summary>
/// <param name="Group">The group.</param>
/// <param name="N">Responses that hold it; null: suppressed, for hardly one does not.</param>
/// <param name="Students">Students who wrote them; null: suppressed.</param>
/// <param name="Mean">Points that it adds to a response's score, the mean over all responses of the group: a response without it gets none.</param>
/// <param name="Low">Low end of the interval, by student.</param>
/// <param name="High">High end.</param>
public sealed record WordInGroup(string Group, long? N, long? Students, double Mean, double? Low, double? High);

/// <summary>How far a word moves two groups' mean scores apart.</summary>
/// <param name="Contrast">Reference and focal group.</param>
/// <param name="Value">The reference group's mean less the focal group's, in points.</param>
/// <param name="Low">Low end of the interval, by student.</param>
/// <param name="High">High end.</param>
public sealed record WordContrast(string Contrast, double Value, double? Low, double? High);

/// <summary>What the words of a response add to its score.</summary>
/// <param name="Student">The student.</param>
/// <param name="Group">The group.</param>
/// <param name="Words">Each different word once, with the points that it adds.</param>
/// <param name="Rest">Points that no word adds.</param>
public sealed record AttributedText(int Student, string Group, IReadOnlyList<KeyValuePair<string, double>> Words, double Rest = 0);
