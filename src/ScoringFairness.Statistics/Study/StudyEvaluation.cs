using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;

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
        Parallel.Invoke(
            new ParallelOptions { CancellationToken = cancellation, TaskScheduler = TaskScheduler.Current },
            () => Resample.Bootstrap(study, data, options, cancellation),
            () => Resample.Permute(study, options, cancellation),
            () => Resample.Distances(study, options, cancellation));
        study.Complete();
        // Scopes are told side by side, then the means that are made of them.
        var told = SideBySide(study.All.SelectMany(
            scopes => scopes.All, (scopes, scope) => (scopes, Tell: (Func<List<MeasureRow>>)(() => [.. Rows.Of(scope)]))));
        var means = SideBySide(study.All.SelectMany(ItemMeans.Of, (scopes, mean) => (scopes, Tell: (Func<List<MeasureRow>>)(() => [mean()]))));
        study.Leave();
        return HolmFamilies.Adjust([.. study.All.SelectMany(scopes => told[scopes].Concat(means[scopes]).Noted(scopes))], options.AdjustOverGroups);

        ILookup<ScorerScopes, MeasureRow> SideBySide(IEnumerable<(ScorerScopes Of, Func<List<MeasureRow>> Tell)> parts)
        {
            var all = parts.ToList();
            var rows = new List<MeasureRow>[all.Count];
            Parallel.For(
                0, all.Count, new ParallelOptions { CancellationToken = cancellation, TaskScheduler = TaskScheduler.Current },
                at => rows[at] = all[at].Tell());
            return all.Zip(rows).SelectMany(part => part.Second, (part, row) => (part.First.Of, row)).ToLookup(part => part.Of, part => part.row);
        }
    }

    /// <summary>Of the first scorer only some measures that are made of no other's draws: what their calibration needs.</summary>
    internal static IReadOnlyList<MeasureRow> Some(
        EvaluationData data, EvaluationOptions options, Func<Measure, bool> which, CancellationToken cancellation)
    {
        var study = new StudyFigures(data, options, cancellation);
        study.Keep(which);
        Resample.Bootstrap(study, data, options, cancellation);
        return [.. study.Scorers[0].All.SelectMany(Rows.Of)];
    }

    /// <summary>
    /// Of the first scorer and contrast only what is joined over levels, of all responses and without permutations: what
    /// its calibration needs, in the time of a few draws.
    /// </summary>
    internal static IReadOnlyList<MeasureRow> Odds(EvaluationData data, EvaluationOptions options, Func<MeasureRow, bool> which)
    {
        var scopes = ScorerScopes.Of(data, options, data.Scorers[0], 0, data.Cubes[0]);
        var scope = scopes.Pooled ?? scopes.Items[0];
        scope.Normals = new NormalTable(options.Seed, options.BootstrapDraws);
        scope.Students = data.Students is { } responses ? (new StudentCells(responses, data.Items), 0) : null;
        scope.Figures = [.. OddsFigures.Over(scope, scope.Focal[0]).Where(figure => which(figure.Row))];
        return [.. Rows.Of(scope)];
    }
}
