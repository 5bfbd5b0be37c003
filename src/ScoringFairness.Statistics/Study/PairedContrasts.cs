using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Study;

/// <summary>Machine less second human on the same responses, where a formula gives the interval.</summary>
internal static class PairedContrasts
{
    /// <summary>The estimate; null where only resampling gives one.</summary>
    public static Estimate? Known(Measure measure, DoubleRatings ratings, int reference, int focal, double confidence) =>
        measure == DisparityMeasures.MeanScoreGapChange ? Means.Welch(Differences(ratings, reference), Differences(ratings, focal), confidence)
        : measure == BiasMeasures.AccuracyDifference ? DiscordantPairs.Contrast(Discordant(ratings, reference), Discordant(ratings, focal), confidence)
        : null;

    /// <summary>Machine score less second rating: the gap that the machine adds, less the one that the second human does.</summary>
    private static Moments Differences(DoubleRatings ratings, int group)
    {
        var sum = default(Moments);
        foreach (var cell in ratings.Of(group))
        {
            var second = cell.Second;
            sum += new Moments(cell.N, cell.Sum - cell.N * second, cell.Squares - 2 * second * cell.Sum + cell.N * second * second);
        }
        return sum;
    }

    private static DiscordantPairs Discordant(DoubleRatings ratings, int group)
    {
        var (machineOnly, secondOnly, n) = (0L, 0L, 0L);
        foreach (var cell in ratings.Of(group))
        {
            var right = cell[cell.Human];
            var isSecondRight = ratings.Scale.NearestLevel(cell.Second) == cell.Human;
            machineOnly += isSecondRight ? 0 : right;
            secondOnly += isSecondRight ? cell.N - right : 0;
            n += cell.N;
        }
        return new DiscordantPairs(machineOnly, secondOnly, n);
    }
}
