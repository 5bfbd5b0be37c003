using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>
/// Each primary figure, the gap at equal human score and the agreement of a scorer, less those of another that it is set beside: on the same
/// responses, and in every draw of the same students. A mitigated scorer is set beside its unmitigated twin, a student beside its teacher
/// and beside the same scorer without one.
/// </summary>
internal static class PairedEffects
{
    /// <summary>Adds the figures to the scopes of mitigated scorers and students.</summary>
    /// <param name="scorers">All scorers' scopes.</param>
    /// <param name="data">The study.</param>
    /// <param name="cancellation">Ends it between draws.</param>
    public static void Add(IReadOnlyList<ScorerScopes> scorers, EvaluationData data, CancellationToken cancellation)
    {
        List<(Measure Effect, TwinScorers Pair)> pairs =
        [
            .. data.Twins.Select(pair => (MitigationMeasures.MitigationEffect, pair)),
            .. data.Distilled.Select(pair => (DistillationMeasures.DistillationEffect, pair)),
        ];
        if (pairs.Count == 0)
        {
            return;
        }
        var responses = data.Students ?? data.PairedResponses
            ?? throw new ArgumentException("Scorers are compared response by response, and there are none.", nameof(data));
        // What is compared rests on the levels of the human scores, which are the same for all scorers.
        var compared = scorers[pairs[0].Pair.Scorer].All.Select(scope => Compared(scope).ToList()).ToList();
        var drawn = pairs.SelectMany(one => new[] { one.Pair.Scorer, one.Pair.Twin }).Distinct()
            .ToDictionary(scorer => scorer, _ => compared.Select(figures => figures.Select(figure => new Draws(figure.Draws)).ToList()).ToList());
        Draw(scorers, data, responses, compared, drawn, cancellation);
        foreach (var (effect, (scorer, twin)) in pairs)
        {
            foreach (var (at, scope) in scorers[scorer].All.Index())
            {
                var other = scorers[twin].All.ElementAt(at);
                scope.Figures =
                [
                    .. scope.Figures,
                    .. compared[at].Select((figure, place) =>
                        Figure(effect, figure, scope, other, Draws.Difference(drawn[scorer][at][place], drawn[twin][at][place]))),
                ];
            }
        }
    }

    private static IEnumerable<ComparedFigure> Compared(Scope scope)
    {
        var (cube, reference, options, weighing) = (scope.Cube, scope.Reference, scope.Options, scope.Weighing);
        foreach (var focal in scope.Focal)
        {
            foreach (var measure in MitigationMeasures.Contrasts)
            {
                var levels = measure == FairnessMeasures.EqualizedOdds ? EqualizedOdds.Levels(cube, reference, focal, Basis.Level, options.MinCellSize)
                    : measure == ConditionalMeasures.ConditionalMeanScoreDifference
                        ? ConditionalMeanScoreDifference.Levels(cube, reference, focal, Math.Max(2, options.MinCellSize))
                    : null;
                Func<CountCube, double> value = levels is null ? one => measure.Contrast!(one, reference, focal)
                    : measure == FairnessMeasures.EqualizedOdds ? one => EqualizedOdds.Over(one, reference, focal, Basis.Level, levels).Mean
                    : one => ConditionalMeanScoreDifference.Over(one, reference, focal, levels, weighing);
                yield return new(measure, focal, levels, value, options.BootstrapDraws);
            }
        }
        yield return new(MitigationMeasures.Cost, null, null, one => QuadraticWeightedKappa.Of(JointMoments.Of(one)), options.BootstrapDraws);
    }

    private static Figure Figure(Measure effect, ComparedFigure compared, Scope scope, Scope twin, Draws draws)
    {
        var row = (compared.Focal is { } focal ? scope.RowOf(effect, scope.Reference, focal) : scope.Row(effect)) with
        {
            OfMeasure = compared.Measure.Code,
            ComparedWith = twin.Scorer.Name,
            Basis = compared.Measure.Main.Basis,
            Aggregation = compared.Measure.Main.Aggregation,
            LevelsUsed = compared.Levels,
            LevelsLeftOut = compared.Levels is { } used ? [.. Enumerable.Range(0, scope.Cube.Levels).Except(used)] : null,
        };
        var observed = compared.Value(scope.Cube) - compared.Value(twin.Cube);
        var figure = new Figure
        {
            Row = row,
            Known = double.IsFinite(observed)
                ? PairedEstimate.Of(observed, draws, BootstrapMethod.OfStudents, scope.Options.Confidence)
                : Estimate.Undefined(effect == MitigationMeasures.MitigationEffect
                    ? "The figure is undefined for the mitigated scorer or for its twin."
                    : "The figure is undefined for the student or for the scorer that it is set beside."),
            Bootstrap = draws,
            OverItems = true,
        };
        return compared.Focal is { } other ? scope.OfContrast(figure, scope.Reference, other) : figure;
    }

    private static void Draw(
        IReadOnlyList<ScorerScopes> scorers, EvaluationData data, StudentResponses responses, List<List<ComparedFigure>> compared,
        Dictionary<int, List<List<Draws>>> drawn, CancellationToken cancellation)
    {
        var options = scorers[0].Items[0].Options;
        var students = new StudentBootstrap(responses, data.Items, RandomStream.Purpose(options.Seed, "students"));
        Parallel.For(
            0, options.BootstrapDraws, new ParallelOptions { CancellationToken = cancellation, TaskScheduler = TaskScheduler.Current },
            () => data.Items.Select(item => new CountCube(data.Groups.Count, item.Scale)).ToList(),
            (draw, _, cubes) =>
            {
                var weights = students.Weights(draw);
                foreach (var (scorer, figures) in drawn)
                {
                    students.Weigh(scorer, weights, cubes);
                    for (var at = 0; at < compared.Count; at++)
                    {
                        var cube = at < cubes.Count ? cubes[at] : CountCube.Pool(cubes);
                        for (var place = 0; place < compared[at].Count; place++)
                        {
                            figures[at][place].Values[draw] = compared[at][place].Value(cube);
                        }
                    }
                }
                return cubes;
            },
            _ => { });
    }

    /// <summary>A figure that is compared.</summary>
    /// <param name="Measure">Its measure.</param>
    /// <param name="Focal">The focal group of its contrast; null: it is of all groups together.</param>
    /// <param name="Levels">The levels that it rests on; null: it is not joined over levels.</param>
    /// <param name="Value">The figure of a cube.</param>
    /// <param name="Draws">How often it is drawn.</param>
    private sealed record ComparedFigure(Measure Measure, int? Focal, IReadOnlyList<int>? Levels, Func<CountCube, double> Value, int Draws);
}
