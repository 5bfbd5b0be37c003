using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>Answers in plain words, with the interval and what the tolerance makes of it.</summary>
internal static class AnswerSentence
{
    /// <summary>A gap below this is printed as 0.00, of which no sentence says whom it favours.</summary>
    private const double LeastShown = 0.005;
    private const double LeastShareShown = 0.0005;

    /// <summary>The sentence of a row that answers one of the three questions.</summary>
    public static string Of(MeasureRow row, Measure measure, Line line, GroupContrast contrast, MeasureIndex figures)
    {
        if (row.Value is not { } value)
        {
            return $"This cannot be said. {row.Note}";
        }
        var what = measure.Question == Question.Bias ? Bias(value, line, contrast, figures)
            : measure.Question == Question.Disparity ? Disparity(value, line, contrast, figures)
            : Fairness(row, value, contrast);
        return $"{what} {Certainty(row, measure)}";
    }

    private static string Bias(double value, Line line, GroupContrast contrast, MeasureIndex figures)
    {
        var one = figures.OfGroup(BiasMeasures.Accuracy, line, contrast.Reference)?.Value;
        var other = figures.OfGroup(BiasMeasures.Accuracy, line, contrast.Focal)?.Value;
        if (Math.Abs(value) < LeastShareShown)
        {
            return Text(
                $"It gives the human's score as often for {contrast.Reference} ({one:P1}) as for {contrast.Focal} ({other:P1}), to a tenth of a point.");
        }
        var (less, more) = value < 0 ? (contrast.Reference, contrast.Focal) : (contrast.Focal, contrast.Reference);
        var (low, high) = value < 0 ? (one, other) : (other, one);
        return Text($"It gives the human's score less often for {less} ({low:P1}) than for {more} ({high:P1}): ")
            + Text($"{Math.Abs(value) * 100:0.0} percentage points.");
    }

    private static string Disparity(double value, Line line, GroupContrast contrast, MeasureIndex figures)
    {
        var human = figures.OfContrast(DisparityMeasures.MeanScoreGap, line.Human, contrast.Name)?.Value;
        var machine = figures.OfContrast(DisparityMeasures.MeanScoreGap, line, contrast.Name)?.Value;
        return Text($"Mean score of {contrast.Reference} minus that of {contrast.Focal}: {human:+0.00;−0.00;0.00} points by the human, ")
            + Text($"{machine:+0.00;−0.00;0.00} by the machine. ")
            + (Math.Abs(value) < LeastShown
                ? "It leaves the gap as it is, to two decimals."
                : Text($"It shifts the gap by {Math.Abs(value):0.00} points in favour of {(value < 0 ? contrast.Focal : contrast.Reference)}."));
    }

    private static string Fairness(MeasureRow row, double value, GroupContrast contrast) =>
        Text($"At the same human score, {contrast.Reference} and {contrast.Focal} get a given machine score with rates that differ by ")
        + Text($"{value * 100:0.0} percentage points on average")
        + (row.ExpectedByChance is { } chance ? Text($" (chance alone gives {chance * 100:0.0}).") : ".");

    private static string Certainty(MeasureRow row, Measure measure)
    {
        if (row.Low is not { } low || row.High is not { } high)
        {
            return "There is no interval, so nothing is said about the tolerance.";
        }
        var isShare = measure.Unit == Unit.Share;
        var (from, to, tolerance) = isShare ? (low * 100, high * 100, row.Tolerance * 100) : (low, high, row.Tolerance);
        var digits = isShare ? "0.0" : "0.00";
        var format = measure.IsSigned ? $"+{digits};−{digits};{digits}" : digits;
        var sign = measure.IsSigned ? "±" : "";
        var interval = Text($"The {FigureFormat.Percent(row.Confidence!.Value)} interval, {Number(from, format)} to {Number(to, format)},");
        return row.Verdict switch
        {
            Verdict.Within => Text($"{interval} lies within the tolerance of {sign}{tolerance:0.###}."),
            Verdict.Undefined => Text($"There is no verdict. {row.Note}"),
            Verdict.Exceeds => Text($"{interval} lies beyond the tolerance of {sign}{tolerance:0.###}."),
            _ => Text($"{interval} does not settle whether that is within the tolerance of {sign}{tolerance:0.###}: these data cannot tell."),
        };

        static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
