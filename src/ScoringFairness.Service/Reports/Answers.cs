using System.ComponentModel.DataAnnotations;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>One of the three questions, answered twice for a scorer and split: is there a difference, and is it within the tolerance.</summary>
public sealed record Answer
{
    /// <summary>bias, disparity or fairness.</summary>
    [AllowedValues("bias", "disparity", "fairness")]
    public required string Question { get; init; }

    /// <summary>The scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>The training split; null for scores from outside.</summary>
    public string? Split { get; init; }

    /// <summary>The groups, reference minus focal.</summary>
    public string? Contrast { get; init; }

    /// <summary>Is there a difference: the first answer.</summary>
    public required Difference Difference { get; init; }

    /// <summary>Is it within the tolerance: the second answer.</summary>
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

    /// <summary>Responses (or, over items, items) that it rests on; null where that count is suppressed.</summary>
    public required long? N { get; init; }
}

/// <summary>The three answers, by the primary measures of the catalogue.</summary>
internal static class Answers
{
    /// <summary>Answers from the widest figures: all responses pooled, else the mean over items, else the one item.</summary>
    public static IReadOnlyList<Answer> Of(MeasureIndex figures) =>
    [
        .. from scorer in figures.Scorers
           let line = figures.Widest(scorer.Scorer, scorer.Split)
           from measure in MeasureCatalogue.Primary
           from contrast in figures.Contrasts
           let row = figures.OfContrast(measure, line, contrast.Name)
           where row is not null
           let difference = Difference.Of(row, measure, contrast, figures.IsConstant(line))
           select new Answer
           {
               Question = measure.Question.Code,
               Scorer = row.Scorer,
               Split = row.Split,
               Contrast = row.Contrast,
               Difference = difference,
               Verdict = row.Verdict ?? Verdict.Undefined,
               Sentence = AnswerSentence.Of(row, measure, difference, line, contrast, figures),
               Measure = row.Measure,
               Value = row.Value,
               Low = row.Low,
               High = row.High,
               Tolerance = row.Tolerance,
               N = row.N,
           },
    ];
}
