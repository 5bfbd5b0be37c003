using System.Globalization;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>Joins the measures of several repeats of one audit.</summary>
internal static class RepeatedMeasures
{
    /// <summary>
    /// One row for each measure: the mean over repeats of value and interval, and in the note the spread between repeats.
    /// The p value is twice the median, which holds its level whatever the dependence between repeats (Meinshausen, Meier,
    /// Bühlmann 2009, J. Am. Stat. Assoc. 104, 1671–1681); the verdict is taken from the joined interval.
    /// </summary>
    /// <param name="repeats">The rows of each repeat; a row that not all of them have is left out.</param>
    /// <param name="options">The tolerances.</param>
    public static IReadOnlyList<MeasureRow> Join(IReadOnlyList<IReadOnlyList<MeasureRow>> repeats, EvaluationOptions options)
    {
        if (repeats.Count == 1)
        {
            return repeats[0];
        }
        var byKey = repeats.Skip(1).Select(rows => rows.ToDictionary(Key)).ToList();
        return [.. repeats[0].Where(row => byKey.All(rows => rows.ContainsKey(Key(row))))
            .Select(row => Join([row, .. byKey.Select(rows => rows[Key(row)])], options))];
    }

    private static MeasureRow Join(IReadOnlyList<MeasureRow> rows, EvaluationOptions options)
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
            Corrected = Mean(rows, row => row.Corrected),
            Low = Mean(rows, row => row.Low),
            High = Mean(rows, row => row.High),
            Statistic = null,
            Df = null,
            PValue = TwiceMedian(rows, row => row.PValue),
            PAdjusted = TwiceMedian(rows, row => row.PAdjusted),
            Detectable = Mean(rows, row => row.Detectable),
            NeededForWithin = (long?)Mean(rows, row => row.NeededForWithin),
            NeededForExceeds = (long?)Mean(rows, row => row.NeededForExceeds),
            ExpectedByChance = Mean(rows, row => row.ExpectedByChance),
            Verdict = rows.Any(row => row.Verdict is Verdict.Undefined) ? Verdict.Undefined : first.Verdict,
            Note = string.Join(' ', ((string?[])[string.Create(
                CultureInfo.InvariantCulture, $"Mean of {rows.Count} repeats; standard deviation between them {spread:0.####}."), first.Note])
                .Where(part => part is not null)),
        };
        return first.Verdict is null ? joined : RowJudgement.Judge(joined, options);
    }

    private static object Key(MeasureRow row) => (
        (row.Measure, row.OfMeasure, row.Direction), row.Scorer, row.Split, row.ComparedWith, row.ItemId, row.Over,
        (row.Level, row.Basis, row.Aggregation, row.Group, row.Contrast, row.Form));

    private static double? Mean(IReadOnlyList<MeasureRow> rows, Func<MeasureRow, double?> figure) =>
        rows.All(row => figure(row) is not null) ? rows.Average(row => figure(row)) : null;

    private static double? TwiceMedian(IReadOnlyList<MeasureRow> rows, Func<MeasureRow, double?> p)
    {
        var sorted = rows.Select(p).Where(value => value is not null).Select(value => value!.Value).Order().ToList();
        return sorted.Count < rows.Count ? null : Math.Min(1, sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]);
    }
}
