using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Calibration;

/// <summary>How often the audits of a simulated population said what.</summary>
internal static class CalibrationShares
{
    private const double Significance = 0.05;
    private const double Slack = 1e-6;

    /// <summary>A share of fewer audits than one in so many would say nothing.</summary>
    private const int FewestOf = 5;

    /// <summary>The row of a measure; null where fewer than one audit in ten defines it.</summary>
    /// <param name="simulated">What was simulated.</param>
    /// <param name="measure">The measure.</param>
    /// <param name="truth">Its value in the population over some levels.</param>
    /// <param name="audits">Its row in each audit.</param>
    /// <param name="options">The options of the audits.</param>
    public static CalibrationRow? Of(
        CalibrationCase simulated, SimulatedMeasure measure, Func<IReadOnlyList<int>, double> truth, IReadOnlyList<MeasureRow> audits,
        EvaluationOptions options)
    {
        const int Least = 10;
        var defined = audits.Where(row => row is { Value: not null, Low: not null })
            .Select(row => (Row: row, True: truth(row.LevelsUsed ?? measure.Levels(simulated.Levels)))).ToList();
        if (defined.Count * Least < audits.Count)
        {
            return null;
        }
        var whole = truth(measure.Levels(simulated.Levels));
        var detectable = defined.Average(one => one.Row.Detectable);
        double? tolerance = options.Tolerances.TryGetValue(measure.Code, out var delta) ? delta : null;
        return new CalibrationRow
        {
            Case = simulated,
            Measure = measure.Name,
            Replications = defined.Count,
            True = whole,
            TrueOfUsed = defined.Average(one => one.True),
            Mean = defined.Average(one => one.Row.Value!.Value),
            Corrected = defined.Average(one => one.Row.Corrected),
            Coverage = Share(defined, one => one.Row.Low - Slack <= one.True && one.True <= one.Row.High + Slack) ?? 0,
            Inside = Share(defined, one => IsInside(one.Row, one.Row.Value) && IsInside(one.Row, one.Row.Corrected)) ?? 0,
            Significant = defined.All(one => one.Row.PValue is null) ? null : Share(defined, one => one.Row.PValue < Significance),
            Within = OfVerdict(defined, Verdict.Within),
            Exceeds = OfVerdict(defined, Verdict.Exceeds),
            WithinAtOrAbove = OfMany(one => Math.Abs(one.True) >= tolerance - Slack, Verdict.Within),
            ExceedsAtOrBelow = OfMany(one => Math.Abs(one.True) <= tolerance + Slack, Verdict.Exceeds),
            Detectable = detectable,
            PromisedPower = measure.IsDistance || detectable is not { } shown ? null : Power(whole, shown, options.Confidence),
        };

        double? OfMany(Func<(MeasureRow Row, double True), bool> which, Verdict verdict) =>
            defined.Where(which).ToList() is var rows && rows.Count * FewestOf >= audits.Count ? OfVerdict(rows, verdict) : null;
    }

    private static bool IsInside(MeasureRow row, double? value) => value is null || (row.Low <= value && value <= row.High);

    private static double? OfVerdict(IReadOnlyList<(MeasureRow Row, double True)> rows, Verdict verdict) =>
        rows.All(one => one.Row.Verdict is null) ? null : Share(rows, one => one.Row.Verdict == verdict);

    private static double? Share(IReadOnlyList<(MeasureRow Row, double True)> rows, Func<(MeasureRow Row, double True), bool> which) =>
        rows.Count == 0 ? null : (double)rows.Count(which) / rows.Count;

    /// <summary>The two-sided power at the true value of a test whose 80 % point is <paramref name="detectable"/>.</summary>
    private static double Power(double truth, double detectable, double confidence)
    {
        var critical = Distributions.NormalCritical(confidence);
        var standardized = Math.Abs(truth) / (detectable / (critical + Distributions.PowerQuantile));
        return Distributions.NormalUpper(critical - standardized) + Distributions.NormalUpper(critical + standardized);
    }
}
