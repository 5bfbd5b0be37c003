namespace ScoringFairness.Scoring.Linear;

/// <summary>Where a real-valued score is cut into levels.</summary>
internal sealed class LevelCuts
{
    /// <summary>How near a scaled score comes to the half between two levels, so that rounding is never in doubt.</summary>
    private const double Margin = 0.001;

    private readonly double[] _cuts;

    /// <summary>Takes the cuts, ascending: a score belongs to the level whose number is that of the cuts not above it.</summary>
    public LevelCuts(double[] cuts) => _cuts = cuts;

    /// <summary>The cuts, ascending.</summary>
    public IReadOnlyList<double> Cuts => _cuts;

    /// <summary>Cuts halfway between levels: a score belongs to its nearest level.</summary>
    public static LevelCuts Nearest(int levels) => new([.. Enumerable.Range(1, levels - 1).Select(level => level - 0.5)]);

    /// <summary>The level of a score.</summary>
    public int Level(double score)
    {
        var level = 0;
        while (level < _cuts.Length && _cuts[level] <= score) level++;
        return level;
    }

    /// <summary>
    /// The score on the scale of levels: stretched between neighbouring cuts so that each cut comes to lie at the half
    /// between its levels, and clipped to the scale. Its nearest level is <see cref="Level"/>, and a higher score stays higher.
    /// </summary>
    public double Scaled(double score)
    {
        var level = Level(score);
        var low = level == 0 ? double.NegativeInfinity : _cuts[level - 1];
        var high = level == _cuts.Length ? double.PositiveInfinity : _cuts[level];
        var place = (double.IsFinite(low), double.IsFinite(high)) switch
        {
            (true, true) => (score - low) / (high - low) - 0.5,
            (true, false) => score - low - 0.5,
            (false, true) => score - high + 0.5,
            _ => 0,
        };
        return Math.Clamp(level + Math.Clamp(place, Margin - 0.5, 0.5 - Margin), 0, _cuts.Length);
    }
}
