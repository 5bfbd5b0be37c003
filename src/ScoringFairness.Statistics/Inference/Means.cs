using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Inference;

/// <summary>Means and their differences.</summary>
internal static class Means
{
    /// <summary>A mean with Student's t interval. Undefined of no score; without an interval of one.</summary>
    public static Estimate Student(Moments scores, double confidence)
    {
        if (scores.N == 0)
        {
            return Estimate.Undefined("There is no response.");
        }
        if (scores.N == 1)
        {
            return new Estimate { Value = scores.Mean, Note = "One response gives no interval." };
        }
        var half = Distributions.StudentCritical(scores.N - 1, confidence) * Math.Sqrt(scores.Variance / scores.N);
        return new Estimate { Value = scores.Mean, Low = scores.Mean - half, High = scores.Mean + half, Method = "t" };
    }

    /// <summary>
    /// The difference of two independent means, first minus second, by Welch's t with Satterthwaite's degrees of freedom
    /// (Welch 1947, Biometrika 34, 28–35). Undefined where a group has fewer than two scores.
    /// </summary>
    public static Estimate Welch(Moments first, Moments second, double confidence)
    {
        if (first.N < 2 || second.N < 2)
        {
            return Estimate.Undefined("A group has fewer than two responses.");
        }
        var (share1, share2) = (first.Variance / first.N, second.Variance / second.N);
        var (difference, error) = (first.Mean - second.Mean, Math.Sqrt(share1 + share2));
        if (error == 0)
        {
            return Estimate.WithoutSpread(difference, "welch", "The scores do not vary within the groups; there is nothing to test.");
        }
        var df = (share1 + share2) * (share1 + share2) / (share1 * share1 / (first.N - 1) + share2 * share2 / (second.N - 1));
        return Estimate.OfT(difference, error, df, confidence, "welch", "welchT");
    }

    /// <summary>
    /// The mean of one figure per item with its t interval, df = items − 1: the paired t of Latif, Zhai and Liu where the
    /// figures are differences. Undefined of none; without an interval of one.
    /// </summary>
    public static Estimate OverItems(IReadOnlyList<double> figures, double confidence)
    {
        var scores = new Moments(figures.Count, figures.Sum(), 0);
        if (figures.Count < 2)
        {
            return figures.Count == 0
                ? Estimate.Undefined("The figure is undefined for every item.")
                : new Estimate { Value = scores.Mean, Note = "One item gives no interval." };
        }
        var error = Math.Sqrt(figures.Sum(figure => (figure - scores.Mean) * (figure - scores.Mean)) / (figures.Count - 1) / figures.Count);
        var df = figures.Count - 1;
        var half = Distributions.StudentCritical(df, confidence) * error;
        return new Estimate
        {
            Value = scores.Mean,
            Low = scores.Mean - half,
            High = scores.Mean + half,
            StandardError = error,
            Method = "tOverItems",
            Test = error > 0 ? "pairedT" : null,
            Statistic = error > 0 ? scores.Mean / error : double.NaN,
            Df = error > 0 ? df : double.NaN,
            PValue = error > 0 ? Distributions.StudentTwoSided(scores.Mean / error, df) : double.NaN,
        };
    }
}
