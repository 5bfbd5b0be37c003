using ScoringFairness.Service.Audits;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Of a report's answers about what could go into use those that ask most of a reader.</summary>
public static class WorstAnswers
{
    private static readonly string[] Order =
    [
        .. ((Verdict[])[Verdict.Exceeds, Verdict.NotMet, Verdict.Inconclusive, Verdict.Undefined, Verdict.Within, Verdict.Met]).Select(one => one.Code()),
    ];

    /// <summary>By scorer and split that could go into use, in their order: the worst answer to each question, over contrasts, and of agreement.</summary>
    public static IReadOnlyList<IReadOnlyList<QuestionVerdict>> Of(IEnumerable<QuestionVerdict> answers)
    {
        var byScorer = answers.ToLookup(answer => (answer.Scorer, answer.Split));
        return
        [
            .. TrainingSplit.ForUse(byScorer.Select(one => one.Key)).Select(one => (IReadOnlyList<QuestionVerdict>)
                [.. byScorer[one].GroupBy(answer => answer.Question).Select(Worst)]),
        ];
    }

    /// <summary>Whether the worst answer to the question, or to one of the three, has the verdict.</summary>
    public static bool Fit(IEnumerable<QuestionVerdict> answers, VerdictFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Of(answers).SelectMany(scorer => scorer).Where(answer => answer.Question is not null).GroupBy(answer => answer.Question)
            .Any(question => (filter.Question is null || question.Key == filter.Question) && Worst(question).Verdict == filter.Verdict);
    }

    private static QuestionVerdict Worst(IEnumerable<QuestionVerdict> answers) => answers.MinBy(answer => Array.IndexOf(Order, answer.Verdict))!;
}
