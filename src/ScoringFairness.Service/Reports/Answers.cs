using System.Globalization;
using ScoringFairness.Statistics;

namespace ScoringFairness.Service.Reports;

/// <summary>One of the three questions, answered for a scorer and split.</summary>
public sealed record Answer
{
    /// <summary>bias, disparity or fairness.</summary>
    public required string Question { get; init; }

    /// <summary>The scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>The training split; null for scores from outside.</summary>
    public string? Split { get; init; }

    /// <summary>The groups, reference minus focal.</summary>
    public string? Contrast { get; init; }

    /// <summary>What the figures say.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The answer in words.</summary>
    public required string Sentence { get; init; }

    /// <summary>The measure that the answer rests on.</summary>
    public required string Measure { get; init; }

    /// <summary>Its value.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of its interval.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its interval.</summary>
    public double? High { get; init; }

    /// <summary>The tolerance that the verdict was taken at.</summary>
    public double? Tolerance { get; init; }
}

/// <summary>The three answers.</summary>
internal static class Answers
{
    private static readonly (string Question, string Measure)[] Questions =
    [
        ("bias", MeasureCodes.AccuracyDifference),
        ("disparity", MeasureCodes.MeanScoreGapChange),
        ("fairness", MeasureCodes.EqualizedOdds),
    ];

    /// <summary>Answers from the widest figures: all responses pooled, else the mean over items, else the one item.</summary>
    public static IReadOnlyList<Answer> Of(IReadOnlyList<MeasureRow> measures) =>
    [
        .. from scorer in measures.Where(row => row.Measure == MeasureCodes.Accuracy)
               .Select(row => (row.Scorer, row.Split)).Distinct()
           from question in Questions
           from contrast in measures.Where(row => IsHeadline(row, question.Measure) && (row.Scorer, row.Split) == scorer)
               .GroupBy(row => row.Contrast)
           let row = contrast.OrderBy(Width).First()
           select new Answer
           {
               Question = question.Question,
               Scorer = row.Scorer,
               Split = row.Split,
               Contrast = row.Contrast,
               Verdict = row.Verdict ?? Verdict.Undefined,
               Sentence = Sentence(row),
               Measure = row.Measure,
               Value = row.Value,
               Low = row.Low,
               High = row.High,
               Tolerance = row.Tolerance,
           },
    ];

    private static bool IsHeadline(MeasureRow row, string measure) =>
        row.Measure == measure && row.Level is null && row.Group is null
        && row.Contrast is not (null or MeasureRow.LargestContrast)
        && (measure != MeasureCodes.EqualizedOdds || (row.Aggregation == "mean" && row.Basis == "level"));

    private static int Width(MeasureRow row) => row.Over switch { "responses" => 0, "items" => 1, _ => 2 };

    private static string Sentence(MeasureRow row)
    {
        if (row.Value is not { } value)
        {
            return $"Cannot be said: {row.Note}";
        }
        var verdict = row.Verdict switch
        {
            Verdict.Within => "within",
            Verdict.Exceeds => "beyond",
            _ => "the data cannot tell it from",
        };
        var figure = string.Create(CultureInfo.InvariantCulture,
            $"({row.Confidence:P0} interval {row.Low:0.000} to {row.High:0.000}; {verdict} the tolerance of {row.Tolerance:0.###})");
        return row.Measure switch
        {
            MeasureCodes.AccuracyDifference => Text(
                $"The share of responses scored as the human did differs by {value:+0.000;-0.000;0.000} between the groups ({row.Contrast}) {figure}."),
            MeasureCodes.MeanScoreGapChange => Text(
                $"The scorer changes the mean score gap ({row.Contrast}) by {value:+0.000;-0.000;0.000} points against the human {figure}."),
            _ => Text($"At the same human score the groups ({row.Contrast}) get the same score with rates that differ by {value:0.000} on average {figure}."),
        };

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
