using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// Differences of rates between two groups, reference minus focal, with their covariance. For the covariance each human level's
/// machine scores are joined by two responses of the pooled distribution, so that an empty cell is not certain.
/// </summary>
internal sealed class RateDifferences
{
    private const double PooledWeight = 2;
    private readonly (int Number, double Sign, Rate[] Rates)[] _groups;

    /// <param name="cube">The counts.</param>
    /// <param name="reference">The reference group.</param>
    /// <param name="focal">The focal group.</param>
    /// <param name="parts">The rates; none may be undefined.</param>
    public RateDifferences(CountCube cube, int reference, int focal, RatePart[] parts)
    {
        Parts = parts;
        _groups = [.. new[] { (reference, 1.0), (focal, -1.0) }.Select(group =>
            (group.Item1, group.Item2, parts.Select(part => part.Of(cube, group.Item1)).ToArray()))];
        Values = [.. parts.Index().Select(part => _groups[0].Rates[part.Index].Value - _groups[1].Rates[part.Index].Value)];
        Covariance = [.. parts.Index().Select(part => new double[part.Index + 1 - Array.FindIndex(parts, other => Meet(other, part.Item, cube.Levels))])];
        foreach (var (group, _, rates) in _groups)
        {
            AddCovariance(cube, group, group == reference ? focal : reference, rates);
        }
    }

    /// <summary>The rates.</summary>
    public RatePart[] Parts { get; }

    /// <summary>The differences.</summary>
    public double[] Values { get; }

    /// <summary>Their covariance if responses are independent, in rows as <see cref="SignedParts.Covariance"/> has them.</summary>
    public double[][] Covariance { get; }

    /// <summary>Adds to each difference what one response moves it by.</summary>
    /// <param name="group">The response's group.</param>
    /// <param name="human">Its human level.</param>
    /// <param name="machine">Its machine level.</param>
    /// <param name="into">By part.</param>
    public void AddInfluence(int group, int human, int machine, Span<double> into)
    {
        foreach (var (number, sign, rates) in _groups)
        {
            for (var part = 0; number == group && part < Parts.Length; part++)
            {
                if (Parts[part].Counts(human))
                {
                    into[part] += sign * ((Parts[part].Hits(machine) ? 1 : 0) - rates[part].Value) / rates[part].N;
                }
            }
        }
    }

    private void AddCovariance(CountCube cube, int group, int other, Rate[] rates)
    {
        var levels = cube.Levels;
        // below[human][m]: smoothed responses with a machine level below m.
        var below = new double[levels][];
        for (var human = 0; human < levels; human++)
        {
            below[human] = new double[levels + 1];
            var (n, both) = (cube.AtHuman(group, human), cube.AtHuman(group, human) + cube.AtHuman(other, human));
            for (var machine = 0; machine < levels; machine++)
            {
                var pooled = both == 0 ? 0 : (double)(cube[group, human, machine] + cube[other, human, machine]) / both;
                below[human][machine + 1] = below[human][machine] + n * (cube[group, human, machine] + PooledWeight * pooled) / (n + PooledWeight);
            }
        }
        var shares = Parts.Select((part, at) =>
            Enumerable.Range(0, levels).Where(part.Counts).Sum(human => Between(below[human], part.Least, part.Most)) / rates[at].N).ToArray();
        for (var i = 0; i < Parts.Length; i++)
        {
            var (row, one) = (Covariance[i], Parts[i]);
            for (var at = 0; at < row.Length; at++)
            {
                var j = i + 1 - row.Length + at;
                var two = Parts[j];
                var sum = 0.0;
                for (var human = 0; human < levels; human++)
                {
                    if (one.Counts(human) && two.Counts(human))
                    {
                        sum += Between(below[human], Math.Max(one.Least, two.Least), Math.Min(one.Most, two.Most))
                            - shares[j] * Between(below[human], one.Least, one.Most) - shares[i] * Between(below[human], two.Least, two.Most)
                            + shares[i] * shares[j] * below[human][levels];
                    }
                }
                row[at] += sum / rates[i].N / rates[j].N;
            }
        }
    }

    private static double Between(double[] below, int least, int most) => most < least ? 0 : below[most + 1] - below[least];

    private static bool Meet(RatePart one, RatePart other, int levels)
    {
        for (var human = 0; human < levels; human++)
        {
            if (one.Counts(human) && other.Counts(human))
            {
                return true;
            }
        }
        return false;
    }
}
