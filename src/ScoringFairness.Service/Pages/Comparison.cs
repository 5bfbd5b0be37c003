using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Service.Pages;

/// <summary>Two audits side by side, the earlier first, or two scorers: answers to the same question about the same groups of the same items.</summary>
/// <param name="Choices">What may be compared, the newest first.</param>
/// <param name="First">The earlier side; null until one is chosen.</param>
/// <param name="Second">The side that is compared with it.</param>
public sealed record Comparison(IReadOnlyList<ComparedChoice> Choices, ComparedSide? First, ComparedSide? Second)
{
    /// <summary>Two audits in the order in which they were completed, whichever was chosen first; two scorers of one audit as they were chosen.</summary>
    internal static Comparison Of(IReadOnlyList<ComparedChoice> choices, ComparedSide? one, ComparedSide? other) =>
        one is not null && other is not null && Place(one).CompareTo(Place(other)) > 0 ? new(choices, other, one) : new(choices, one, other);

    private static (DateTimeOffset? FinishedAt, string? AuditId) Place(ComparedSide side) => (side.Report.Audit.FinishedAt, side.Report.Audit.AuditId);

    /// <summary>What the form has chosen in its two fields; never the same in both, unless somebody chose it.</summary>
    public (ComparedChoice? First, ComparedChoice? Second) Chosen { get; } = Choose(Choices, First, Second);

    /// <summary>Whether both sides are of one audit, so that none is the earlier.</summary>
    public bool IsOneAudit => AreOne(First, Second);

    /// <summary>Why no figure of the two can be compared, in words; empty where some can.</summary>
    public IReadOnlyList<string> Refusals { get; } = First is null || Second is null ? [] : [.. Refused(First, Second)];

    /// <summary>The answers of both to the same question about the same scorer, split and contrast.</summary>
    public IReadOnlyList<Change> Changes { get; } = First is null || Second is null || Refused(First, Second).Any() ? [] :
    [
        .. from first in First.Answers(Second)
           from second in Second.Answers(First)
           where AreSame(first, second, AreScorersNamed(First, Second))
           select new Change(first, second, First.Report.Audit.Confidence == Second.Report.Audit.Confidence
               ? IntervalDifference.Of((first.Value, first.Low, first.High), (second.Value, second.Low, second.High))
               : null)
           {
               Groups = First.WordsOf(first.Contrast),
               IsSame = AreOfSameData(First, Second) && (first.Value, first.Low, first.High, first.N) == (second.Value, second.Low, second.High, second.N)
                   && first.Value is not null,
           },
    ];

    /// <summary>Whether every figure of the two is the same, and of the same responses.</summary>
    public bool IsNothingChanged => Changes.Any(change => change.IsSame)
        && Changes.All(change => change.IsSame || (change.First.Value is null && change.Second.Value is null));

    /// <summary>Answers that one of the two has alone, in words.</summary>
    public IReadOnlyList<string> Alone { get; } = First is null || Second is null || Refused(First, Second).Any() ? [] :
    [
        .. Missing(First, Second).Select(what => $"{what} is in {(AreOne(First, Second) ? "the first" : "the earlier")} alone."),
        .. Missing(Second, First).Select(what => $"{what} is in {(AreOne(First, Second) ? "the second" : "the later")} alone."),
    ];

    /// <summary>Whether both audits saw the same responses.</summary>
    public bool SameData => AreOfSameData(First, Second);

    private static bool AreOfSameData(ComparedSide? first, ComparedSide? second) =>
        first?.Report.Audit.DataDigest is { } digest && digest == second?.Report.Audit.DataDigest;

    private static bool AreOne(ComparedSide? first, ComparedSide? second) =>
        first is not null && first.Report.Audit.AuditId == second?.Report.Audit.AuditId;

    /// <summary>Two scorers are set beside each other whatever their names, and one that was not trained here beside every split of the other.</summary>
    private static bool AreScorersNamed(ComparedSide first, ComparedSide second) => first.Scorer is not null && second.Scorer is not null;

    private static bool AreSame(ToldFigure one, ToldFigure other, bool areScorersNamed) =>
        (one.Question, one.Measure, one.Contrast) == (other.Question, other.Measure, other.Contrast)
        && (areScorersNamed ? one.Split == other.Split || one.Split is null || other.Split is null : (one.Scorer, one.Split) == (other.Scorer, other.Split));

    private static (ComparedChoice? First, ComparedChoice? Second) Choose(IReadOnlyList<ComparedChoice> choices, ComparedSide? first, ComparedSide? second)
    {
        var (one, other) = (choices.FirstOrDefault(choice => first?.Is(choice) == true), choices.FirstOrDefault(choice => second?.Is(choice) == true));
        one ??= choices.FirstOrDefault(choice => choice.AuditId != other?.AuditId) ?? choices.FirstOrDefault(choice => choice != other);
        other ??= choices.FirstOrDefault(choice => choice.AuditId != one?.AuditId) ?? choices.FirstOrDefault(choice => choice != one);
        return (one, other);
    }

    private static IEnumerable<string> Refused(ComparedSide one, ComparedSide another)
    {
        var (first, second) = (one.Report, another.Report);
        if (first.Audit.Attribute != second.Audit.Attribute)
        {
            yield return $"The earlier compares groups of {GroupWords.OfAttribute(first.Audit.Attribute)}, "
                + $"the later of {GroupWords.OfAttribute(second.Audit.Attribute)}.";
        }
        var (own, other) = (Items(first), Items(second));
        if (!own.Keys.ToHashSet().SetEquals(other.Keys))
        {
            yield return $"They are of different items: {Few(own.Keys.Except(other.Keys), "the earlier")}{Few(other.Keys.Except(own.Keys), "the later")}"
                + "a figure of other items says nothing of a scorer's progress.";
        }
        foreach (var item in own.Keys.Intersect(other.Keys).Where(item => own[item] != other[item]))
        {
            yield return $"The scale of item '{item}' is another: a point or a level is not the same in both.";
        }
    }

    private static IReadOnlyDictionary<string, string> Items(AuditReport report) => ComparedData.Of(report.Audit.Attribute, report.Data).Scales;

    private static string Few(IEnumerable<string> items, string where)
    {
        const int Most = 5;
        var all = items.Order(StringComparer.Ordinal).ToList();
        return all.Count == 0 ? "" : $"{string.Join(", ", all.Take(Most))}{(all.Count > Most ? ", …" : "")} in {where} alone; ";
    }

    private static IEnumerable<string> Missing(ComparedSide from, ComparedSide of) => from.Answers(of)
        .Where(answer => of.Answers(from).All(other => !AreSame(other, answer, AreScorersNamed(from, of))))
        .Select(answer => $"{answer.Scorer}{(answer.Split is { } split ? $", {split}" : "")}, {from.WordsOf(answer.Contrast)}").Distinct();
}
