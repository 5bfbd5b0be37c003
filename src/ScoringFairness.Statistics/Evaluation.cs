using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics;

/// <summary>From counts to measures.</summary>
public static class Evaluation
{
    /// <summary>Computes every measure of a study.</summary>
    /// <param name="data">The counts.</param>
    /// <param name="options">Groups to contrast, confidence, seed, tolerances.</param>
    /// <param name="cancellation">Ends the computation between draws.</param>
    /// <returns>The rows, in a fixed order.</returns>
    public static IReadOnlyList<MeasureRow> Evaluate(
        EvaluationData data, EvaluationOptions options, CancellationToken cancellation = default) =>
        throw new NotSupportedException("Not here yet.");
}
