using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Service.Pages;

/// <summary>Two audits side by side.</summary>
/// <param name="Audits">What may be compared: id and name, the newest first.</param>
/// <param name="First">The earlier audit; null until both are chosen.</param>
/// <param name="Second">The audit that is compared with it.</param>
public sealed record Comparison(IReadOnlyList<(string AuditId, string Name)> Audits, AuditReport? First, AuditReport? Second)
{
    /// <summary>The answers of both to the same question about the same scorer, split and contrast.</summary>
    public IReadOnlyList<Change> Changes { get; } = First is null || Second is null ? [] :
    [
        .. from first in First.Summary
           from second in Second.Summary
           where (first.Question, first.Scorer, first.Split, first.Contrast) == (second.Question, second.Scorer, second.Split, second.Contrast)
           select new Change(first, second, First.Audit.Confidence == Second.Audit.Confidence
               ? IntervalDifference.Of((first.Value, first.Low, first.High), (second.Value, second.Low, second.High))
               : null),
    ];

    /// <summary>Whether both audits saw the same responses.</summary>
    public bool SameData => First?.Audit.DataDigest is { } digest && digest == Second?.Audit.DataDigest;
}

/// <summary>What became of one answer.</summary>
/// <param name="First">The earlier answer.</param>
/// <param name="Second">The later one.</param>
/// <param name="Difference">Second minus first with its interval; null where a figure is missing or the confidences differ.</param>
public sealed record Change(Answer First, Answer Second, (double Value, double Low, double High)? Difference)
{
    /// <summary>What the interval of the change says, in words.</summary>
    public string Words => Difference switch
    {
        null => "cannot be compared",
        { Low: > 0 } or { High: < 0 } => "changed",
        _ => "no change shown",
    };

    /// <summary>Whether the figure may be negative.</summary>
    public bool IsSigned => MeasureCatalogue.Of(First.Measure).IsSigned;
}
