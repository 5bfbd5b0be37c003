using ScoringFairness.Scoring.Attribution;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// How a method of attribution found what was planted: planted words' mean share of attribution over their mean share of words, 1 where it
/// looks at them as at any others.
/// </summary>
/// <param name="Method">The method.</param>
/// <param name="Mark">The mark.</param>
/// <param name="Low">Low end of its 95 % interval: percentiles over draws of essays.</param>
/// <param name="High">High end.</param>
/// <param name="Control">The mark of the shuffled control, the mean over as many shuffles as draws.</param>
/// <param name="ControlHighest">The highest of them.</param>
/// <param name="Essays">Essays that hold planted words.</param>
internal sealed record MethodMark(AttributionMethod Method, double Mark, double Low, double High, double Control, double ControlHighest, int Essays)
{
    private const int Draws = 500;
    private const double Tail = 0.025;

    /// <summary>Of the attributions of some essays; null where none was made.</summary>
    public static MethodMark? Of(AttributionMethod method, IReadOnlyList<ResponseAttribution> attributions, IReadOnlySet<string> planted, long seed)
    {
        List<ResponseAttribution> own = [.. attributions.Where(one => one.Method == method && PlantShare.Of(one, planted) is not null)];
        if (own.Count == 0) return null;
        PlantShare[] shares = [.. own.Select(one => PlantShare.Of(one, planted)!.Value)];
        var random = new Random((int)seed);
        double[] draws = [.. Enumerable.Range(0, Draws).Select(_ => Ratio([.. shares.Select(_ => shares[random.Next(shares.Length)])])).Order()];
        double[] controls = [.. Enumerable.Range(0, Draws).Select(_ => Ratio([.. own.Select(one => PlantShare.Shuffled(one, planted, random)!.Value)]))];
        return new(method, Ratio(shares), draws[(int)(Tail * Draws)], draws[(int)((1 - Tail) * Draws) - 1], controls.Average(), controls.Max(), own.Count);
    }

    private static double Ratio(IReadOnlyList<PlantShare> shares) => shares.Sum(one => one.Attribution) / shares.Sum(one => one.Tokens);
}
