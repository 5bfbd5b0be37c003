using System.Globalization;
using ScoringFairness.Statistics;

namespace ScoringFairness.Service.Evaluation;

/// <summary>Joins the measures of several repeats of one audit.</summary>
internal static class RepeatedMeasures
{
    /// <summary>
    /// One row for each measure: the mean over repeats of value and interval, and in the note the spread between repeats.
    /// The p value is twice the median, which holds its level whatever the dependence between repeats (Meinshausen, Meier,
    /// Bühlmann 2009, J. Am. Stat. Assoc. 104, 1671–1681); the verdict is taken from the joined interval.
    /// </summary>
    /// <param name="repeats">The rows of each repeat, in the same order.</param>
    public static IReadOnlyList<MeasureRow> Join(IReadOnlyList<IReadOnlyList<MeasureRow>> repeats) =>
        repeats.Count == 1 ? repeats[0] : [.. repeats[0].Select((_, at) => Join([.. repeats.Select(rows => rows[at])]))];

    private static MeasureRow Join(IReadOnlyList<MeasureRow> rows)
    {
        var first = rows[0];
        if (rows.FirstOrDefault(row => row.Value is null) is { } undefined)
        {
            return undefined;
        }
        var values = rows.Select(row => row.Value!.Value).ToList();
        var mean = values.Average();
        var spread = Math.Sqrt(values.Sum(value => Math.Pow(value - mean, 2)) / (values.Count - 1));
        var joined = first with
        {
            Value = mean,
            Low = Mean(rows, row => row.Low),
            High = Mean(rows, row => row.High),
            Statistic = null,
            Df = null,
            PValue = TwiceMedian(rows, row => row.PValue),
            PAdjusted = TwiceMedian(rows, row => row.PAdjusted),
            Detectable = Mean(rows, row => row.Detectable),
            Note = string.Join(' ', ((string?[])[string.Create(
                CultureInfo.InvariantCulture, $"Mean of {rows.Count} repeats; standard deviation between them {spread:0.####}."), first.Note])
                .Where(part => part is not null)),
        };
        return first.Verdict is null ? joined : joined with { Verdict = Judge(joined) };
    }

    private static Verdict Judge(MeasureRow row)
    {
        if (row.Low is not { } low || row.High is not { } high || row.Tolerance is not { } tolerance)
        {
            return Verdict.Undefined;
        }
        if (low > -tolerance && high < tolerance)
        {
            return Verdict.Within;
        }
        var outside = low > tolerance || high < -tolerance;
        var supported = row.Measure != MeasureCodes.EqualizedOdds || row.PValue < 0.05;
        return outside && supported ? Verdict.Exceeds : Verdict.Inconclusive;
    }

    private static double? Mean(IReadOnlyList<MeasureRow> rows, Func<MeasureRow, double?> figure) =>
        rows.All(row => figure(row) is not null) ? rows.Average(row => figure(row)) : null;

    private static double? TwiceMedian(IReadOnlyList<MeasureRow> rows, Func<MeasureRow, double?> p)
    {
        var sorted = rows.Select(p).Where(value => value is not null).Select(value => value!.Value).Order().ToList();
        return sorted.Count < rows.Count ? null : Math.Min(1, sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]);
    }
}
