using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Of a report's answers to a question, over scorers, splits and contrasts, those that ask most of a reader.</summary>
public static class WorstAnswers
{
    private static readonly string[] Order =
    [
        .. ((Verdict[])[Verdict.Exceeds, Verdict.NotMet, Verdict.Inconclusive, Verdict.Undefined, Verdict.Within, Verdict.Met]).Select(one => one.Code()),
    ];

    /// <summary>By question, the answers with its worst verdict.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<QuestionVerdict>> Of(IEnumerable<QuestionVerdict> answers) =>
        answers.GroupBy(answer => answer.Question).ToDictionary(
            question => question.Key,
            question => (IReadOnlyList<QuestionVerdict>)[.. question.GroupBy(answer => answer.Verdict).MinBy(verdict => Array.IndexOf(Order, verdict.Key))!]);

    /// <summary>Whether the worst answer to the question, or to one of the three, has the verdict.</summary>
    public static bool Fit(IEnumerable<QuestionVerdict> answers, VerdictFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Of(answers).Any(worst => (filter.Question is null || worst.Key == filter.Question) && worst.Value[0].Verdict == filter.Verdict);
    }
}
