using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Service.Pages;

/// <summary>What became of one answer, or of the agreement with the human.</summary>
/// <param name="First">The earlier figure.</param>
/// <param name="Second">The later one.</param>
/// <param name="Difference">Second minus first with its interval; null where a figure is missing or the confidences differ.</param>
public sealed record Change(ToldFigure First, ToldFigure Second, (double Value, double Low, double High)? Difference)
{
    /// <summary>Whether both are of the same responses, and the same to the ends of their intervals: then no chance is in their difference.</summary>
    public bool IsSame { get; init; }

    /// <summary>Whose figures they are, in words.</summary>
    public required string Groups { get; init; }

    /// <summary>
    /// What the interval of the change says, in words: nearer to no difference is better, farther is worse, and a difference that is now
    /// on the other group's side is told as that.
    /// </summary>
    public string Words => Difference switch
    {
        _ when IsSame => "the same figure of the same responses",
        null when First.Value is null || Second.Value is null => "cannot be compared: a figure is undefined",
        null => "cannot be compared: the intervals are of other confidences",
        { Low: <= 0, High: >= 0 } => "no change shown",
        _ when First.Question is null => Second.Value > First.Value ? "better" : "worse",
        _ when IsSigned && Math.Sign(First.Value!.Value) * Math.Sign(Second.Value!.Value) < 0 => "the other group is behind now",
        _ => Math.Abs(Second.Value!.Value) < Math.Abs(First.Value!.Value) ? "better" : "worse",
    };

    /// <summary>Whose answers they are, with the split where there is one; both names where they differ.</summary>
    public string Scorer => Named(First) == Named(Second) ? Named(First) : $"{Named(First)} → {Named(Second)}";

    private static string Named(ToldFigure answer) => answer.Split is null ? answer.Scorer : $"{answer.Scorer}, {answer.Split}";

    /// <summary>Whether the figure may be negative.</summary>
    public bool IsSigned => MeasureCatalogue.Of(First.Measure).IsSigned;
}
