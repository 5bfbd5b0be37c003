namespace ScoringFairness.Scoring.Linear;

/// <summary>What a place on the line means: a level, a score on the scale, and how probable each level is.</summary>
internal sealed class LinearScoring(LevelCuts cuts, double? error, int levels)
{
    /// <summary>No line is sharper than this, in levels.</summary>
    private const double LeastError = 0.05;

    private const int Decimals = 4;

    /// <summary>Where levels are cut.</summary>
    public IReadOnlyList<double> Cuts => cuts.Cuts;

    /// <summary>How far places are off; null where nobody knows.</summary>
    public double? Error => error;

    /// <summary>The level of a place.</summary>
    public int Level(double place) => cuts.Level(place);

    /// <summary>The score of a place.</summary>
    public ResponseScore Of(double place) => new(cuts.Level(place), Probabilities(place), Math.Round(cuts.Scaled(place), Decimals))
    {
        Expected = Math.Round(place, Decimals),
    };

    /// <summary>
    /// The human level lies around the place with a logistic error whose standard deviation is that of scores held out of the
    /// line's fitting: P(level ≤ k) = 1 / (1 + exp(−(k + ½ − place) / s)), s = error·√3/π. None where nothing was held out.
    /// </summary>
    private float[] Probabilities(double place)
    {
        if (error is null) return [];
        var width = Math.Max(error.Value, LeastError) * Math.Sqrt(3) / Math.PI;
        var probabilities = new float[levels];
        var below = 0.0;
        for (var level = 0; level < levels; level++)
        {
            var upTo = level == levels - 1 ? 1 : 1 / (1 + Math.Exp((place - level - 0.5) / width));
            probabilities[level] = (float)(upTo - below);
            below = upTo;
        }
        return probabilities;
    }
}
