namespace ScoringFairness.Statistics.Counts;

/// <summary>
/// Histograms of a scorer's probabilities by group: for each level the density of its probability in bins of 0.01, and for
/// the level given its probability (the confidence) in ten bins, with how often that level was the human's.
/// </summary>
public sealed class ProbabilityBins
{
    /// <summary>Bins of a level's probability.</summary>
    public const int DensityBins = 100;

    /// <summary>Bins of the confidence.</summary>
    public const int ConfidenceBins = 10;

    private readonly long[] _density;
    private readonly long[] _correct;
    private readonly long[] _wrong;
    private readonly double[] _confidence;

    /// <summary>Empty histograms.</summary>
    public ProbabilityBins(int groups, int levels)
    {
        (Groups, Levels) = (groups, levels);
        _density = new long[groups * levels * DensityBins];
        _correct = new long[groups * ConfidenceBins];
        _wrong = new long[groups * ConfidenceBins];
        _confidence = new double[groups * ConfidenceBins];
    }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>Number of levels.</summary>
    public int Levels { get; }

    /// <summary>The histogram of a level's probability in a group.</summary>
    public ReadOnlySpan<long> Density(int group, int level) =>
        _density.AsSpan((group * Levels + level) * DensityBins, DensityBins);

    /// <summary>Responses of a group by bin of confidence given the human's level.</summary>
    public ReadOnlySpan<long> Correct(int group) => _correct.AsSpan(group * ConfidenceBins, ConfidenceBins);

    /// <summary>Responses of a group by bin of confidence given another level than the human's.</summary>
    public ReadOnlySpan<long> Wrong(int group) => _wrong.AsSpan(group * ConfidenceBins, ConfidenceBins);

    /// <summary>Sum of the confidence in a bin.</summary>
    public double ConfidenceSum(int group, int bin) => _confidence[group * ConfidenceBins + bin];

    /// <summary>Adds to a bin of a level's probability.</summary>
    public void AddDensity(int group, int level, int bin, long count) => _density[(group * Levels + level) * DensityBins + bin] += count;

    /// <summary>Adds to a bin of confidence.</summary>
    public void AddConfidence(int group, int bin, bool correct, long count, double confidence)
    {
        (correct ? _correct : _wrong)[group * ConfidenceBins + bin] += count;
        _confidence[group * ConfidenceBins + bin] += confidence;
    }

    /// <summary>Adds a response.</summary>
    /// <param name="group">Its group.</param>
    /// <param name="human">Its human level.</param>
    /// <param name="machine">Its machine level.</param>
    /// <param name="probabilities">The probability of each level.</param>
    public void Add(int group, int human, int machine, ReadOnlySpan<float> probabilities)
    {
        for (var level = 0; level < Levels; level++)
        {
            AddDensity(group, level, Bin(probabilities[level], DensityBins), 1);
        }
        AddConfidence(group, Bin(probabilities[machine], ConfidenceBins), machine == human, 1, probabilities[machine]);
    }

    /// <summary>Adds other histograms of the same groups and levels.</summary>
    public ProbabilityBins AddAll(ProbabilityBins other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Sum(_density, other._density);
        Sum(_correct, other._correct);
        Sum(_wrong, other._wrong);
        for (var at = 0; at < _confidence.Length; at++)
        {
            _confidence[at] += other._confidence[at];
        }
        return this;
    }

    private static int Bin(double probability, int bins) => Math.Clamp((int)(probability * bins), 0, bins - 1);

    private static void Sum(long[] into, long[] from)
    {
        for (var at = 0; at < into.Length; at++)
        {
            into[at] += from[at];
        }
    }
}
