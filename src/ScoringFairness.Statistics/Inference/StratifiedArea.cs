namespace ScoringFairness.Statistics.Inference;

/// <summary>
/// The area under the curve of guesses: the share of pairs, one response of each group, in which that of the first group has the higher guess,
/// equal guesses counting half. Only pairs of one stratum count, for guesses of two probes are no one scale.
/// </summary>
/// <remarks>
/// A share of all pairs of all strata, so that each weighs by its pairs. The variance is that of the students' sums of placements (DeLong,
/// DeLong, Clarke-Pearson 1988, Biometrics 44, 837–845; of clusters Obuchowski 1997, Biometrics 53, 567–578), with students/(students − 1).
/// That of cross-fitted guesses has the same form (LeDell, Petersen, van der Laan 2015, Electronic Journal of Statistics 9, 1583–1607).
/// </remarks>
internal sealed class StratifiedArea
{
    private const string Method = "clusteredDelong";

    private readonly Dictionary<int, double> _sums;

    private StratifiedArea(double value, Dictionary<int, double> sums) => (Value, _sums) = (value, sums);

    /// <summary>The share.</summary>
    public double Value { get; }

    /// <summary>Students.</summary>
    public int Students => _sums.Count;

    private double Variance => _sums.Values.Sum(sum => sum * sum) * Students / (Students - 1.0);

    /// <summary>The area of some guesses; null where no stratum has a response of each group.</summary>
    /// <param name="guesses">Stratum, whether it is of the first group, student and guess.</param>
    public static StratifiedArea? Of(IReadOnlyList<(int Stratum, bool IsFirst, int Student, double Guess)> guesses)
    {
        var placed = new List<(int Student, double Wins, double Others)>();
        var (wins, pairs) = (0.0, 0.0);
        foreach (var stratum in guesses.GroupBy(one => one.Stratum).OrderBy(one => one.Key))
        {
            var first = stratum.Where(one => one.IsFirst).Select(one => one.Guess).Order().ToArray();
            var second = stratum.Where(one => !one.IsFirst).Select(one => one.Guess).Order().ToArray();
            if (first.Length == 0 || second.Length == 0)
            {
                continue;
            }
            pairs += (double)first.Length * second.Length;
            foreach (var (_, isFirst, student, guess) in stratum)
            {
                var won = isFirst ? Below(second, guess) : first.Length - Below(first, guess);
                placed.Add((student, won, isFirst ? second.Length : first.Length));
                wins += isFirst ? won : 0;
            }
        }
        if (pairs == 0)
        {
            return null;
        }
        var value = wins / pairs;
        var sums = placed.GroupBy(one => one.Student).ToDictionary(
            student => student.Key, student => student.Sum(one => one.Wins - value * one.Others) / pairs);
        return new(value, sums);
    }

    /// <summary>The area with an interval on the logit, which stays between 0 and 1, and the t test that it is one half.</summary>
    public Estimate Estimate(double confidence)
    {
        var error = Math.Sqrt(Variance);
        if (!(error > 0))
        {
            return new Estimate { Value = Value, Note = "No student's guesses differ from another's in how often they are right: there is no interval." };
        }
        var half = Distributions.StudentCritical(Students - 1, confidence) * error / (Value * (1 - Value));
        var logit = Math.Log(Value / (1 - Value));
        return new Estimate
        {
            Value = Value,
            Low = 1 / (1 + Math.Exp(half - logit)),
            High = 1 / (1 + Math.Exp(-half - logit)),
            StandardError = error,
            Method = Method,
            Test = "t",
            Statistic = (Value - 0.5) / error,
            Df = Students - 1,
            PValue = Distributions.StudentTwoSided((Value - 0.5) / error, Students - 1),
        };
    }

    /// <summary>This area less that of other guesses about the same responses, with the t interval of the students' differences.</summary>
    public Estimate Less(StratifiedArea other, double confidence)
    {
        var variance = _sums.Sum(one => Math.Pow(one.Value - other._sums[one.Key], 2)) * Students / (Students - 1.0);
        return variance > 0
            ? Inference.Estimate.OfT(Value - other.Value, Math.Sqrt(variance), Students - 1, confidence, Method)
            : Inference.Estimate.WithoutSpread(Value - other.Value, Method, "The two guesses put every student in the same place.");
    }

    /// <summary>How many sorted values lie below one, those equal to it counting half.</summary>
    private static double Below(double[] sorted, double guess)
    {
        return (Bound(value => value < guess) + Bound(value => value <= guess)) / 2.0;

        int Bound(Func<double, bool> isBelow)
        {
            var (low, high) = (0, sorted.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = isBelow(sorted[middle]) ? (middle + 1, high) : (low, middle);
            }
            return low;
        }
    }
}
