using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>What a report answers, as it may be told.</summary>
/// <param name="MadeBy">The version of the program that made the figures.</param>
/// <param name="Figures">The figures behind the three answers, and the agreement of each scorer with the human.</param>
public sealed record ToldAnswers(string MadeBy, IReadOnlyList<ToldFigure> Figures)
{
    /// <summary>The answers of a report, in which everything is suppressed already.</summary>
    public static ToldAnswers Of(AuditReport report)
    {
        var figures = new MeasureIndex(report.Measures, report.Audit.Groups);
        return new ToldAnswers(report.Audit.Version,
        [
            .. report.Summary.Select(answer => new ToldFigure(
                answer.Question, answer.Measure, answer.Scorer, answer.Split, answer.Contrast, answer.Value, answer.Low, answer.High, answer.Tolerance,
                answer.Verdict, answer.N)),
            .. from scorer in figures.Scorers
               let row = figures.Find(AgreementMeasures.Qwk, figures.Widest(scorer.Scorer, scorer.Split))
               where row is not null
               select new ToldFigure(
                   null, row.Measure, row.Scorer, row.Split, null, row.Value, row.Low, row.High, row.Tolerance, row.Verdict ?? Verdict.Undefined,
                   row.Over == RowCodes.Items ? Responses(figures, scorer) : row.N),
        ]);
    }

    /// <summary>The responses behind a mean over items; null where one of the counts is suppressed.</summary>
    private static long? Responses(MeasureIndex figures, (string Scorer, string? Split) scorer)
    {
        var counts = figures.Lines.Where(line => (line.Scorer, line.Split) == scorer && line.ItemId is not null)
            .Select(line => figures.Find(AgreementMeasures.Qwk, line)?.N).ToList();
        return counts.Contains(null) ? null : counts.Sum();
    }
}

/// <summary>A figure with its interval and what it was judged by.</summary>
/// <param name="Question">The question that it answers; null of agreement with the human.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Scorer">The scorer.</param>
/// <param name="Split">The training split; null for scores from outside.</param>
/// <param name="Contrast">The groups, reference minus focal; null where it is about all.</param>
/// <param name="Value">Its value; null where it is undefined or not told.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
/// <param name="Tolerance">The tolerance, or the minimum, that it was judged by.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="N">Responses (of an answer over items, items) that it rests on; null where that is not told.</param>
public sealed record ToldFigure(
    string? Question, string Measure, string Scorer, string? Split, string? Contrast, double? Value, double? Low, double? High, double? Tolerance,
    Verdict Verdict, long? N);
