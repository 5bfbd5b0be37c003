using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>Both answers to a question in plain words: what differs, against whom and how sure; then what the tolerance makes of it.</summary>
internal static class AnswerSentence
{
    /// <summary>The sentence of a row that answers one of the three questions.</summary>
    public static string Of(MeasureRow row, Measure measure, Difference difference, Line line, GroupContrast contrast, MeasureIndex figures)
    {
        if (row.Value is not { } value)
        {
            return $"This cannot be said. {row.Note}";
        }
        var what = measure.Question == Question.Bias ? Bias(row, value, measure, difference, line, contrast, figures)
            : measure.Question == Question.Disparity ? Disparity(row, value, measure, difference, line, contrast, figures)
            : Fairness(row, value, measure, difference, contrast);
        return $"{what} {Tolerance(row, measure)}";
    }

    private static string Bias(
        MeasureRow row, double value, Measure measure, Difference difference, Line line, GroupContrast contrast, MeasureIndex figures)
    {
        var (one, other) = (figures.OfGroup(BiasMeasures.Accuracy, line, contrast.Reference)?.Value,
            figures.OfGroup(BiasMeasures.Accuracy, line, contrast.Focal)?.Value);
        var (reference, focal) = (one ?? double.NaN, other ?? double.NaN);
        var numbers = new SentenceNumbers(row, measure, one is null || other is null ? null : (reference, focal));
        if (!numbers.Agree)
        {
            return $"The share of responses to which it gives the human's score, {contrast.Title}, is {numbers.Signed(value)} percentage points"
                + Interval(row, numbers, measure) + Sureness(difference);
        }
        if (numbers.IsZero(value))
        {
            return $"It gives the human's score as often for {contrast.Reference} ({numbers.Plain(reference)} %) as for {contrast.Focal} "
                + $"({numbers.Plain(focal)} %), as far as is shown{Interval(row, numbers, measure)}.";
        }
        var (less, more) = value < 0 ? (contrast.Reference, contrast.Focal) : (contrast.Focal, contrast.Reference);
        return $"It gives the human's score less often for {less} than for {more}: {numbers.Plain(Math.Min(reference, focal))} % against "
            + $"{numbers.Plain(Math.Max(reference, focal))} %; {contrast.Title} is {numbers.Signed(value)} percentage points"
            + Interval(row, numbers, measure) + Sureness(difference);
    }

    private static string Disparity(
        MeasureRow row, double value, Measure measure, Difference difference, Line line, GroupContrast contrast, MeasureIndex figures)
    {
        var machine = figures.OfContrast(DisparityMeasures.MeanScoreGap, line, contrast.Name)?.Value;
        // The human's gap on the responses that the scorer scored; its own row covers those too that have no machine score.
        var numbers = new SentenceNumbers(row, measure, machine is { } gap ? (gap, gap - value) : null);
        var gaps = machine is { } shown && numbers.Agree
            ? $"Mean score of {contrast.Reference} minus that of {contrast.Focal}: {numbers.Signed(shown - value)} points by the human, "
                + $"{numbers.Signed(shown)} by the machine. "
            : "";
        return gaps + (numbers.IsZero(value)
            ? $"It leaves the gap as it is, as far as is shown{Interval(row, numbers, measure)}."
            : $"It shifts the gap by {numbers.Signed(value)} points{(difference.Against is { } group ? $", against {group}" : "")}"
                + Interval(row, numbers, measure) + Sureness(difference));
    }

    private static string Fairness(MeasureRow row, double value, Measure measure, Difference difference, GroupContrast contrast)
    {
        var numbers = new SentenceNumbers(row, measure);
        return $"At the same human score, {contrast.Reference} and {contrast.Focal} get a given machine score with rates that differ by "
            + $"{numbers.Plain(value)} percentage points on average"
            + Interval(row, numbers, measure, row.ExpectedByChance is { } chance ? $"; chance alone gives {numbers.Plain(chance)}" : "")
            + Sureness(difference);
    }

    private static string Interval(MeasureRow row, SentenceNumbers numbers, Measure measure, string more = "")
    {
        if (row.Low is not { } low || row.High is not { } high)
        {
            return "";
        }
        return $" ({FigureFormat.Percent(row.Confidence!.Value)} interval {Number(low)} to {Number(high)}{more})";

        string Number(double end) => measure.IsSigned ? numbers.Signed(end) : numbers.Plain(end);
    }

    private static string Sureness(Difference difference)
    {
        var p = difference.P is null ? "" : $" (p {FigureFormat.Is(difference.P)})";
        return difference.Present switch
        {
            Presence.Yes when difference.P is null or < 0.001 => $", for certain{p}.{Adjusted(difference)}",
            Presence.Yes => $", more than chance explains{p}.{Adjusted(difference)}",
            Presence.Open => $", which may be chance{p}.",
            _ => ".",
        };
    }

    /// <summary>One figure among many that is below .05 alone is no finding: what is left after the adjustment is said too.</summary>
    private static string Adjusted(Difference difference) => difference.IsLeftOpen
        ? $" Among all comparisons of this audit that may be chance (p {FigureFormat.Is(difference.PAdjusted)} after Holm's adjustment)."
        : "";

    private static string Tolerance(MeasureRow row, Measure measure)
    {
        if (row.Low is null || row.High is null)
        {
            return "There is no interval, so nothing is said about the tolerance.";
        }
        if (row.Tolerance is not { } tolerance || row.Verdict is null or Verdict.Undefined)
        {
            return $"There is no verdict. {row.Note}";
        }
        var delta = SentenceNumbers.Tolerance(tolerance, measure.Unit);
        return row.Verdict switch
        {
            Verdict.Within => $"It is within the tolerance of {delta} points, interval and all.",
            Verdict.Exceeds => $"It is more than the tolerance of {delta} points, interval and all.",
            _ => $"Whether it is more than the tolerance of {delta} points is open: these data cannot tell.",
        };
    }
}
