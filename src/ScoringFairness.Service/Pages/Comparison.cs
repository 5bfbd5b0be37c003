using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Service.Pages;

/// <summary>Two audits side by side: answers to the same question about the same groups of the same items.</summary>
/// <param name="Audits">What may be compared: id and name, the newest first.</param>
/// <param name="First">The earlier audit; null until both are chosen.</param>
/// <param name="Second">The audit that is compared with it.</param>
public sealed record Comparison(IReadOnlyList<(string AuditId, string Name)> Audits, AuditReport? First, AuditReport? Second)
{
    /// <summary>Why no figure of the two can be compared, in words; empty where some can.</summary>
    public IReadOnlyList<string> Refusals { get; } = First is null || Second is null ? [] : [.. Refused(First, Second)];

    /// <summary>The answers of both to the same question about the same scorer, split and contrast.</summary>
    public IReadOnlyList<Change> Changes { get; } = First is null || Second is null || Refused(First, Second).Any() ? [] :
    [
        .. from first in First.Summary
           from second in Second.Summary
           where Same(first) == Same(second)
           select new Change(first, second, First.Audit.Confidence == Second.Audit.Confidence
               ? IntervalDifference.Of((first.Value, first.Low, first.High), (second.Value, second.Low, second.High))
               : null),
    ];

    /// <summary>Answers that one of the two has alone, in words.</summary>
    public IReadOnlyList<string> Alone { get; } = First is null || Second is null || Refused(First, Second).Any() ? [] :
    [
        .. Missing(First, Second).Select(what => $"{what} is in the first alone."), .. Missing(Second, First).Select(what => $"{what} is in the second alone."),
    ];

    /// <summary>Whether both audits saw the same responses.</summary>
    public bool SameData => First?.Audit.DataDigest is { } digest && digest == Second?.Audit.DataDigest;

    private static (string, string, string, string?, string?) Same(Answer answer) =>
        (answer.Question, answer.Measure, answer.Scorer, answer.Split, answer.Contrast);

    private static IEnumerable<string> Refused(AuditReport first, AuditReport second)
    {
        if (first.Audit.Attribute != second.Audit.Attribute)
        {
            yield return $"The first compares groups of {first.Audit.Attribute}, the second of {second.Audit.Attribute}.";
        }
        var (own, other) = (Items(first), Items(second));
        if (!own.Keys.ToHashSet().SetEquals(other.Keys))
        {
            yield return $"They are of different items: {Few(own.Keys.Except(other.Keys), "the first")}{Few(other.Keys.Except(own.Keys), "the second")}"
                + "a figure of other items says nothing of a scorer's progress.";
        }
        foreach (var item in own.Keys.Intersect(other.Keys).Where(item => own[item] != other[item]))
        {
            yield return $"The scale of item '{item}' is another: a point or a level is not the same in both.";
        }
    }

    private static Dictionary<string, string> Items(AuditReport report) => report.Data.Items.ToDictionary(
        item => item.ItemId,
        item => $"{FigureFormat.Score(item.Scale.Min)} to {FigureFormat.Score(item.Scale.Max)} by {FigureFormat.Score(item.Scale.Step)}");

    private static string Few(IEnumerable<string> items, string where)
    {
        const int Most = 5;
        var all = items.Order(StringComparer.Ordinal).ToList();
        return all.Count == 0 ? "" : $"{string.Join(", ", all.Take(Most))}{(all.Count > Most ? ", …" : "")} in {where} alone; ";
    }

    private static IEnumerable<string> Missing(AuditReport from, AuditReport of) => from.Summary
        .Where(answer => of.Summary.All(other => Same(other) != Same(answer)))
        .Select(answer => $"{answer.Scorer}{(answer.Split is { } split ? $", {split}" : "")}, {answer.Contrast}").Distinct();
}

/// <summary>What became of one answer.</summary>
/// <param name="First">The earlier answer.</param>
/// <param name="Second">The later one.</param>
/// <param name="Difference">Second minus first with its interval; null where a figure is missing or the confidences differ.</param>
public sealed record Change(Answer First, Answer Second, (double Value, double Low, double High)? Difference)
{
    /// <summary>
    /// What the interval of the change says, in words: nearer to no difference is better, farther is worse, and a difference that is now
    /// on the other group's side is told as that.
    /// </summary>
    public string Words => Difference switch
    {
        null when First.Value is null || Second.Value is null => "cannot be compared: a figure is undefined",
        null => "cannot be compared: the intervals are of other confidences",
        { Low: <= 0, High: >= 0 } => "no change shown",
        _ when IsSigned && Math.Sign(First.Value!.Value) * Math.Sign(Second.Value!.Value) < 0 => "the other group is behind now",
        _ => Math.Abs(Second.Value!.Value) < Math.Abs(First.Value!.Value) ? "better" : "worse",
    };

    /// <summary>Whether the figure may be negative.</summary>
    public bool IsSigned => MeasureCatalogue.Of(First.Measure).IsSigned;
}
