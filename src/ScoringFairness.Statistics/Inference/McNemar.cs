namespace ScoringFairness.Statistics.Inference;

/// <summary>Two scorers on the same responses.</summary>
internal static class McNemar
{
    /// <summary>
    /// The exact conditional test of McNemar with mid-p (Fagerland, Lydersen, Laake 2013, BMC Medical Research Methodology
    /// 13, 91). 1 where no response tells the scorers apart.
    /// </summary>
    /// <param name="firstOnly">Responses that only the first scorer scored as the human did.</param>
    /// <param name="secondOnly">Responses that only the second scorer scored as the human did.</param>
    public static double MidP(long firstOnly, long secondOnly)
    {
        var discordant = firstOnly + secondOnly;
        if (discordant == 0)
        {
            return 1;
        }
        var (at, below) = Distributions.FairCoin(discordant, Math.Min(firstOnly, secondOnly));
        return Math.Min(1, 2 * (below + at / 2));
    }
}
