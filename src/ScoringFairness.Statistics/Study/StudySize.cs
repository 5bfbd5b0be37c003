namespace ScoringFairness.Statistics.Study;

/// <summary>
/// How large a study will be, told from its shape before anything of it is made. The figures of a scope grow with its groups and
/// levels; how fast was counted on studies that were made, so that the numbers are near, not exact.
/// </summary>
/// <param name="Groups">Groups.</param>
/// <param name="Scorers">Scorers, a trained one once for each of its splits.</param>
/// <param name="Levels">The number of levels of each item.</param>
public sealed record StudySize(int Groups, int Scorers, IReadOnlyList<int> Levels)
{
    /// <summary>Whether students with several responses are drawn with all of them, so that nearly every figure is drawn.</summary>
    public bool Clustered { get; init; }

    /// <summary>Measure rows: of every scorer on every item, on all responses together, and their means over items.</summary>
    public long Measures => Scopes(levels => Groups * (14L * levels + 24));

    /// <summary>Counts of cubes: one for each group, human level and machine level, of every scorer on every item.</summary>
    public long Cells => Scopes(levels => (long)Groups * levels * levels);

    /// <summary>Figures that are drawn anew in each draw of the bootstrap or each permutation, and kept for all draws.</summary>
    public long Drawn => Scopes(levels => Clustered ? Groups * (18L * levels + 24) : Groups * (8L * levels + 16));

    /// <summary>What joins several items counts as an item and a half more, the human's own figures as half a scorer.</summary>
    private long Scopes(Func<int, long> ofOne) =>
        (2L * Scorers + 1) * (2 * Levels.Sum(ofOne) + (Levels.Count > 1 ? 3 * ofOne(Levels.Max()) : 0)) / 4;
}
