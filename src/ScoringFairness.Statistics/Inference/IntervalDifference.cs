namespace ScoringFairness.Statistics.Inference;

/// <summary>The difference of two estimates of which only value and interval are known.</summary>
public static class IntervalDifference
{
    /// <summary>
    /// Second minus first with an interval from the two intervals (MOVER; Zou and Donner 2008, Statistics in Medicine 27,
    /// 1693–1702). It takes the estimates as independent; where they rest on the same responses it is wide rather than narrow.
    /// </summary>
    /// <param name="first">The estimate subtracted, with its interval.</param>
    /// <param name="second">The other, with an interval of the same nominal coverage.</param>
    /// <returns>The difference; null where a value or an interval is missing.</returns>
    public static (double Value, double Low, double High)? Of(
        (double? Value, double? Low, double? High) first, (double? Value, double? Low, double? High) second)
    {
        if (first is not ({ } a, { } lowA, { } highA) || second is not ({ } b, { } lowB, { } highB))
        {
            return null;
        }
        var difference = b - a;
        return (difference, difference - Distance(b - lowB, highA - a), difference + Distance(highB - b, a - lowA));
    }

    private static double Distance(double one, double other) => Math.Sqrt(one * one + other * other);
}
