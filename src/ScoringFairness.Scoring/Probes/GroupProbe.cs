using ScoringFairness.Scoring.Linear.Features;

namespace ScoringFairness.Scoring.Probes;

/// <summary>
/// Guesses which of two groups wrote a response, from the vectors of the scorer that scored it and, beside it, from plain features of its text:
/// length, variety and slips.
/// </summary>
/// <remarks>
/// A ridge regression of the group, cross-fitted: the responses are dealt into five parts, those of one cluster together and each group's
/// evenly, and a part is guessed about by a probe that the other four trained. How much the ridge weighs is chosen within these four by the
/// parts that probes trained on three of them did not see.
/// </remarks>
public sealed class GroupProbe
{
    /// <summary>Parts that the responses are dealt into.</summary>
    public const int Parts = 5;

    /// <summary>The most responses of a fit that are probed, drawn at random: time and memory go with their square.</summary>
    public const int MostProbed = 1500;

    /// <summary>Where the mean squared length of a centred vector is 1.</summary>
    private static readonly double[] Penalties = [0.3, 3, 30, 300];

    private readonly List<int> _probed;
    private readonly IReadOnlyList<int> _clusters;
    private readonly ulong _seed;
    private readonly CancellationToken _cancellation;
    private readonly double[][] _byVector, _byPlain;

    /// <summary>Sees the responses.</summary>
    /// <param name="texts">Their texts.</param>
    /// <param name="vectors">Their vectors.</param>
    /// <param name="clusters">Numbers that responses of one student, or of one text, share.</param>
    /// <param name="seed">Deals the parts: the same seed and clusters, the same parts whoever scored.</param>
    /// <param name="cancellation">Looked at between probes.</param>
    public GroupProbe(
        IReadOnlyList<string> texts, IReadOnlyList<ResponseVector> vectors, IReadOnlyList<int> clusters, ulong seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(clusters);
        (_clusters, _seed, _cancellation) = (clusters, seed, cancellation);
        _probed = [.. Enumerable.Range(0, clusters.Count).GroupBy(at => clusters[at]).ToList().Shuffled(seed).SelectMany(own => own).Take(MostProbed).Order()];
        _byVector = Products.Of([.. _probed.Select(at => vectors[at])], cancellation);
        _byPlain = Products.Of([.. _probed.Select(at => new ResponseVector(null, PlainFeatures.Of(texts[at])))], cancellation);
    }

    /// <summary>Guesses about the responses of two groups; none where one has fewer than two clusters for each part.</summary>
    /// <param name="isFirst">Whether a response is of the first group; null where it is of neither.</param>
    public IReadOnlyList<ProbeGuess> Guesses(Func<int, bool?> isFirst)
    {
        ArgumentNullException.ThrowIfNull(isFirst);
        int[] own = [.. Enumerable.Range(0, _probed.Count).Where(at => isFirst(_probed[at]) is not null)];
        var clusters = own.GroupBy(at => _clusters[_probed[at]]).ToList();
        var bySide = clusters.CountBy(cluster => isFirst(_probed[cluster.First()])!.Value).ToDictionary();
        if (bySide.Count < 2 || bySide.Values.Min() < 2 * Parts) return [];
        var part = new int[_probed.Count];
        foreach (var (place, cluster) in clusters.Shuffled(_seed).OrderBy(cluster => isFirst(_probed[cluster.First()])!.Value).Index())
            foreach (var at in cluster) part[at] = place % Parts;
        double[] sides = [.. Enumerable.Range(0, _probed.Count).Select(at => isFirst(_probed[at]) == true ? 1.0 : -1)];
        var (byVector, byPlain) = (Guessed(_byVector, own, part, sides), Guessed(_byPlain, own, part, sides));
        return [.. own.Select(at => new ProbeGuess(_probed[at], part[at], byVector[at], byPlain[at]))];
    }

    private double[] Guessed(double[][] products, int[] own, int[] part, double[] sides)
    {
        // Won pairs by penalty and part that is guessed about, of probes that knew neither that part nor another.
        var won = new double[Parts][];
        for (var one = 0; one < Parts; one++) won[one] = new double[Penalties.Length];
        for (var one = 0; one < Parts; one++)
        {
            for (var other = one + 1; other < Parts; other++)
            {
                var ridge = new DualRidge(products, [.. own.Where(at => part[at] != one && part[at] != other)], sides);
                for (var penalty = 0; penalty < Penalties.Length; penalty++)
                {
                    _cancellation.ThrowIfCancellationRequested();
                    ridge.Train(Penalties[penalty]);
                    // To choose for one part, what was guessed about the other counts.
                    won[one][penalty] += Won(ridge, other);
                    won[other][penalty] += Won(ridge, one);
                }
            }
        }
        var guesses = new double[part.Length];
        for (var one = 0; one < Parts; one++)
        {
            _cancellation.ThrowIfCancellationRequested();
            var ridge = new DualRidge(products, [.. own.Where(at => part[at] != one)], sides);
            var best = won[one].Max();
            ridge.Train(Penalties[Array.FindLastIndex(won[one], share => share == best)]);
            foreach (var at in own.Where(at => part[at] == one)) guesses[at] = ridge.Guess(at);
        }
        return guesses;

        double Won(DualRidge ridge, int of)
        {
            var held = own.Where(at => part[at] == of).Select(at => (Side: sides[at], Guess: ridge.Guess(at))).ToList();
            return held.Where(one => one.Side > 0).Sum(first => held.Where(one => one.Side < 0)
                .Sum(second => first.Guess > second.Guess ? 1 : first.Guess == second.Guess ? 0.5 : 0));
        }
    }
}

/// <summary>Random order.</summary>
internal static class RandomOrder
{
    /// <summary>A list in random order.</summary>
    public static T[] Shuffled<T>(this IEnumerable<T> list, ulong seed)
    {
        T[] all = [.. list];
        new SplitMix64(seed).Shuffle<T>(all);
        return all;
    }
}
