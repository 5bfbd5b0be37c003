using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>What a report has found about one scorer and split, over all contrasts: its answers, the gravest of each question, its quality.</summary>
public sealed class Findings
{
    /// <param name="report">The report, small counts suppressed.</param>
    /// <param name="figures">Its measures.</param>
    /// <param name="scorer">The scorer and split.</param>
    internal Findings(AuditReport report, MeasureIndex figures, (string Scorer, string? Split) scorer)
    {
        Line = figures.Widest(scorer.Scorer, scorer.Split);
        Name = new ScorerNames(figures.Scorers).Of(scorer.Scorer, scorer.Split);
        IsConstant = figures.IsConstant(Line);
        Qwk = figures.Find(AgreementMeasures.Qwk, Line);
        Exact = figures.Find(AgreementMeasures.ExactAgreement, Line);
        HumanQwk = figures.Find(RaterMeasures.HumanHuman(AgreementMeasures.Qwk), Line.Human);
        BelowHuman = figures.Find(RaterMeasures.Degradation(AgreementMeasures.Qwk), Line);
        All =
        [
            .. from answer in report.Summary
               where (answer.Scorer, answer.Split) == scorer
               let measure = MeasureCatalogue.Of(answer.Measure)
               let contrast = figures.Contrasts.Single(contrast => contrast.Name == answer.Contrast)
               let row = figures.OfContrast(measure, Line, contrast.Name)
               select new Finding(answer, measure, contrast, row),
        ];
        Gravest = [.. All.GroupBy(one => one.Measure).Select(of => of.OrderBy(one => one.Gravity).First())];
    }

    /// <summary>The widest line: all responses pooled, else the mean over items, else the one item.</summary>
    public Line Line { get; }

    /// <summary>The scorer, with its split where it has several.</summary>
    public string Name { get; }

    /// <summary>Whether it gives one score only.</summary>
    public bool IsConstant { get; }

    /// <summary>The findings of all questions and contrasts.</summary>
    public IReadOnlyList<Finding> All { get; }

    /// <summary>The gravest finding of each question.</summary>
    public IReadOnlyList<Finding> Gravest { get; }

    /// <summary>Quadratic weighted kappa of machine and human.</summary>
    public MeasureRow? Qwk { get; }

    /// <summary>Share of responses with the human's score.</summary>
    public MeasureRow? Exact { get; }

    /// <summary>Quadratic weighted kappa of two humans, where responses were rated twice.</summary>
    public MeasureRow? HumanQwk { get; }

    /// <summary>How far the machine falls behind two humans.</summary>
    public MeasureRow? BelowHuman { get; }

    /// <summary>The findings that the cards tell, with a verdict.</summary>
    public IReadOnlyList<Finding> Cards(Verdict verdict) => [.. Gravest.Where(one => one.Answer.Verdict == verdict)];

    /// <summary>The findings with a verdict.</summary>
    public IReadOnlyList<Finding> With(Verdict verdict) => [.. All.Where(one => one.Answer.Verdict == verdict)];
}

/// <summary>One answer with what it rests on.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Measure">Its measure.</param>
/// <param name="Contrast">Its groups.</param>
/// <param name="Row">Its row.</param>
public sealed record Finding(Answer Answer, Measure Measure, GroupContrast Contrast, MeasureRow? Row)
{
    /// <summary>The groups that it is about in a sentence: to whose cost, or between whom.</summary>
    internal string About => Measure.IsSigned && Answer.Value is { } value
        ? $"against {GroupWords.Of(Contrast.Against(value))}"
        : $"between {GroupWords.Of(Contrast.Reference, " and ", Contrast.Focal)}";

    /// <summary>The place among findings, the gravest first: by verdict, whether there is a difference, and how large it is.</summary>
    internal (int Verdict, Presence Present, double Size) Gravity => (
        Answer.Verdict switch { Verdict.Exceeds => 0, Verdict.Inconclusive => 1, Verdict.Within => 2, _ => 3 },
        Answer.Difference.Present, -Math.Abs(Answer.Value ?? 0));
}
