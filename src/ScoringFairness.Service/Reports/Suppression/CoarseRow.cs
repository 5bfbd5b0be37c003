using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports.Suppression;

/// <summary>Measure rows with what is told of their figures.</summary>
internal static class CoarseRow
{
    /// <summary>Why a figure is not told.</summary>
    public const string NotTold = "The figure would tell a count that is suppressed.";

    /// <summary>The row as it is told.</summary>
    /// <param name="row">The row as it is.</param>
    /// <param name="told">How it is told.</param>
    /// <param name="lacksDenominator">Whether a denominator is suppressed, from which a test or an interval could be told.</param>
    public static MeasureRow Tell(MeasureRow row, RowTold told, bool lacksDenominator)
    {
        if (row.Value is null)
        {
            return row;
        }
        if (!told.Value.IsTold)
        {
            return UntoldFigure.Of(row, NotTold) with { Verdict = row.Verdict is null ? null : Verdict.Undefined };
        }
        var value = told.Value.IsExact ? row.Value : Math.Round(row.Value.Value, told.Value.Decimals);
        var interval = lacksDenominator ? Precision.Coarser(told.Interval, Precision.Coarse) : told.Interval;
        if (!interval.IsTold)
        {
            return WithoutInterval(row) with
            {
                Value = value,
                Verdict = row.Verdict is null ? null : Verdict.Undefined,
                Note = Joined(row.Note, (told.Value.IsExact ? "" : $"Told to {Decimals(told.Value)}. ")
                    + "The interval would tell a count that is suppressed."),
            };
        }
        return interval.IsExact ? row with { Value = value } : Coarsen(row, interval) with
        {
            Value = value,
            Note = Joined(row.Note, told.Value.IsExact
                ? $"The interval is told to {Decimals(interval)}, outward: more would tell a count that is suppressed."
                : $"Told to {Decimals(told.Value)}, the interval outward: more would tell a count that is suppressed."),
        };
    }

    private static MeasureRow Coarsen(MeasureRow row, Precision precision)
    {
        var scale = Math.Pow(10, precision.Decimals);
        var coarse = row with
        {
            Low = row.Low is { } low ? Math.Floor(low * scale) / scale : null,
            High = row.High is { } high ? Math.Ceiling(high * scale) / scale : null,
            Corrected = row.Corrected is { } corrected ? Math.Round(corrected, precision.Decimals) : null,
            Statistic = null,
            Df = null,
            PValue = Significant(row.PValue),
            PAdjusted = Significant(row.PAdjusted),
            Detectable = row.Detectable is { } detectable ? Math.Ceiling(detectable * scale) / scale : null,
            NeededForWithin = null,
            NeededForExceeds = null,
            ExpectedByChance = row.ExpectedByChance is { } chance ? Math.Round(chance, precision.Decimals) : null,
        };
        return coarse with { Verdict = Judged(row, coarse) };
    }

    /// <summary>A wider interval leaves a verdict as it is, or open.</summary>
    private static Verdict? Judged(MeasureRow row, MeasureRow coarse) =>
        row.Verdict is null or Verdict.Undefined or Verdict.Inconclusive || row.Tolerance is not { } tolerance
        ? row.Verdict
        : row.Bound == Bound.Minimum
            ? Judgement.OfMinimum(coarse.Low, coarse.High, tolerance)
            : Judgement.Of(coarse.Low, coarse.High, tolerance);

    private static MeasureRow WithoutInterval(MeasureRow row) => row with
    {
        Corrected = null,
        Low = null,
        High = null,
        Confidence = null,
        Method = null,
        Test = null,
        Statistic = null,
        Df = null,
        PValue = null,
        PAdjusted = null,
        Detectable = null,
        NeededForWithin = null,
        NeededForExceeds = null,
        ExpectedByChance = null,
    };

    private static double? Significant(double? p) => p is not { } value ? null : value <= 0 ? value
        : Math.Round(value, Math.Clamp(1 - (int)Math.Floor(Math.Log10(value)), 0, 15));

    private static string Decimals(Precision precision) => precision.Decimals == 1 ? "one decimal" : "two decimals";

    private static string Joined(string? note, string more) => note is null ? more : $"{note} {more}";
}
