using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Responses.Checks;

/// <summary>What about an item's responses may mislead an audit.</summary>
public sealed record ItemChecks
{
    /// <summary>Scores of the scale that no response has.</summary>
    public required IReadOnlyList<double> UnusedScores { get; init; }

    /// <summary>
    /// The share of responses at the most frequent score; near 1, the scale is hardly used. Null: a group is suppressed, and less the others
    /// it would tell how many of it have that score.
    /// </summary>
    public required double? LargestShare { get; init; }

    /// <summary>Scores that others have and a group has not, by attribute and group; rates there are undefined.</summary>
    public required IReadOnlyList<MissingScores> MissingScores { get; init; }

    /// <summary>How long texts are, by attribute and group, in characters.</summary>
    public required IReadOnlyList<TextLength> TextLengths { get; init; }

    /// <summary>How often each group answered this item and all items; where the shares differ, group and item are confounded.</summary>
    public required IReadOnlyList<GroupShare> GroupShares { get; init; }

    /// <summary>Nearly the same texts of different students.</summary>
    public required NearDuplicates NearDuplicates { get; init; }

    /// <summary>Puts the figures together.</summary>
    internal static ItemChecks Of(
        ScoreScale scale, IReadOnlyList<GroupCounts> groups, IReadOnlyList<long> levels, IReadOnlyList<TextLength> lengths,
        IReadOnlyList<GroupShare> shares, NearDuplicates duplicates) => new()
        {
            UnusedScores = [.. Empty(levels).Select(scale.ScoreOf)],
            LargestShare = levels.Sum() == 0 ? 0 : Math.Round((double)levels.Max() / levels.Sum(), 4),
            MissingScores =
            [
                .. groups.Where(group => group.Group is not null)
                    .Select(group => new MissingScores(
                        group.Attribute, group.Group!,
                        [.. Empty([.. group.Levels.Select(n => n ?? 0)]).Where(level => levels[level] > 0).Select(scale.ScoreOf)]))
                    .Where(group => group.Scores.Count > 0),
            ],
            TextLengths = lengths,
            GroupShares = shares,
            NearDuplicates = duplicates,
        };

    private static IEnumerable<int> Empty(IReadOnlyList<long> levels) => Enumerable.Range(0, levels.Count).Where(level => levels[level] == 0);
}

/// <summary>Scores that a group has not, though others have them.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Group">The group.</param>
/// <param name="Scores">The scores.</param>
public sealed record MissingScores(string Attribute, string Group, IReadOnlyList<double> Scores);

/// <summary>How long the texts of a group are, in characters.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Group">The group; null: not reported.</param>
/// <param name="N">Responses with a text.</param>
/// <param name="Mean">Mean length.</param>
/// <param name="Sd">Standard deviation (divisor n − 1); null for fewer than two.</param>
public sealed record TextLength(string Attribute, string? Group, long N, double Mean, double? Sd)
{
    /// <summary>The difference of two groups' means in pooled standard deviations (Cohen's d); null where it is undefined.</summary>
    public double? StandardizedDifference(TextLength other)
    {
        var pooled = Math.Sqrt((((N - 1) * (Sd ?? 0) * (Sd ?? 0)) + ((other.N - 1) * (other.Sd ?? 0) * (other.Sd ?? 0))) / (N + other.N - 2));
        return pooled > 0 ? (Mean - other.Mean) / pooled : null;
    }
}

/// <summary>How often a group answered an item, and all items.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Group">The group; null: not reported.</param>
/// <param name="Share">Its share of the item's responses.</param>
/// <param name="ShareOfAll">Its share of all responses; null: suppressed, because it would tell a count of an item where it is suppressed.</param>
public sealed record GroupShare(string Attribute, string? Group, double Share, double? ShareOfAll);
