using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Study;

/// <summary>From counts to measures.</summary>
public static class StudyEvaluation
{
    /// <summary>Computes every measure of a study.</summary>
    /// <param name="data">The counts.</param>
    /// <param name="options">Groups to contrast, confidence, seed, tolerances.</param>
    /// <param name="cancellation">Ends the computation between scopes, and between the scorers of a draw.</param>
    /// <returns>
    /// The rows, in a fixed order: the human's, the second rater's, then each scorer's; of each, item by item, all responses
    /// pooled (where the items share a scale), and the mean over items.
    /// </returns>
    public static IReadOnlyList<MeasureRow> Evaluate(
        EvaluationData data, EvaluationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        var study = new StudyFigures(data, options, cancellation);
        Resample.Bootstrap(study, data, options, cancellation);
        Resample.Permute(study, options, cancellation);
        study.Complete();
        return HolmFamilies.Adjust(
            [.. study.All.SelectMany(scorer => scorer.All.SelectMany(Rows.Of).Concat(Rows.OverItems(scorer)))], options.AdjustOverGroups);
    }
}
