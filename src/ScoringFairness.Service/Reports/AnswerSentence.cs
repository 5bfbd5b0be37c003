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
        if (row.Value is not { } value || figures.IsConstant(line))
        {
            return $"This cannot be said. {row.Note}";
        }
        var what = measure.Question == Question.Bias ? Bias(row, value, measure, difference, line, contrast, figures)
            : measure.Question == Question.Disparity ? Disparity(row, value, measure, difference, line, contrast, figures)
            : Fairness(row, value, measure, difference, contrast);
        var losses = measure.Question == Question.Disparity ? GapInWords.Of(row, measure, line, contrast, figures).Losses : "";
        return $"{what} {Tolerance(row, measure)}{losses}";
    }

    private static string Bias(
        MeasureRow row, double value, Measure measure, Difference difference, Line line, GroupContrast contrast, MeasureIndex figures)
    {
        var (one, other) = (figures.OfGroup(BiasMeasures.Accuracy, line, contrast.Reference)?.Value,
            figures.OfGroup(BiasMeasures.Accuracy, line, contrast.Focal)?.Value);
        var (reference, focal) = (one ?? double.NaN, other ?? double.NaN);
        var numbers = new SentenceNumbers(row, measure, one is null || other is null ? [] : [(reference, focal)]);
        if (!numbers.Agree)
        {
            return $"The share of responses to which the machine gives the human's score, {contrast.Title}, is {numbers.Signed(value)} percentage points"
                + numbers.Interval() + Sureness(difference);
        }
        if (numbers.IsZero(value))
        {
            return $"The machine gives the human's score as often for {contrast.ReferenceWords} ({numbers.Plain(reference)} %) as for {contrast.FocalWords} "
                + $"({numbers.Plain(focal)} %), as far as is shown{numbers.Interval()}.";
        }
        var less = contrast.Against(value);
        return $"{GroupWords.Of(less)} get the human's score less often than {GroupWords.Of(contrast.Other(less))}: "
            + $"{numbers.Plain(Math.Min(reference, focal))} % against {numbers.Plain(Math.Max(reference, focal))} %; "
            + $"{contrast.Title} is {numbers.Signed(value)} percentage points"
            + numbers.Interval() + Sureness(difference);
    }

    private static string Disparity(
        MeasureRow row, double value, Measure measure, Difference difference, Line line, GroupContrast contrast, MeasureIndex figures)
    {
        var gap = GapInWords.Of(row, measure, line, contrast, figures);
        return gap.Gaps + gap.Change(difference) + gap.Numbers.Interval() + Sureness(difference, gap.Numbers.IsZero(value));
    }

    private static string Fairness(MeasureRow row, double value, Measure measure, Difference difference, GroupContrast contrast)
    {
        var numbers = new SentenceNumbers(row, measure);
        var isEven = numbers.IsZero(value);
        return $"At the same human score, {contrast.ReferenceWords} and {contrast.FocalWords} get a given machine score "
            + (isEven ? "at equal rates" : $"with rates that differ by {numbers.Plain(value)} percentage points on average")
            + numbers.Interval(row.ExpectedByChance is { } chance ? $"; chance alone gives {numbers.Plain(chance)}" : "")
            + Sureness(difference, isEven);
    }

    private static string Sureness(Difference difference, bool isNone = false)
    {
        var p = difference.P is null ? "" : $" (p {FigureFormat.Is(difference.P)})";
        return difference switch
        {
            // One figure among many that is below .05 alone is no finding: what is left after the adjustment is said too.
            { IsLeftOpen: true } => $", beyond what chance explains for this comparison alone{p}. After Holm's adjustment that may be chance "
                + $"(p {FigureFormat.Is(difference.PAdjusted)}).",
            { Present: Presence.Yes } => $", beyond what chance explains{p}.",
            { Present: Presence.Open } when !isNone => $", which may be chance{p}.",
            _ => ".",
        };
    }

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
