using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>
/// A diagnosis: what gaps and agreement would be if each group had cuts of its own between levels, less what they are with one set of cuts for
/// all, both found the same way on other folds. One text would get two scores by who wrote it, so none of them is a score.
/// </summary>
internal static class GroupCutFigures
{
    private static readonly Measure[] Contrasts = [DisparityMeasures.MeanScoreGapChange, ConditionalMeasures.ConditionalMeanScoreDifference];

    /// <summary>Adds the figures to the scopes of scorers whose scores before the scale are known.</summary>
    public static void Add(IReadOnlyList<ScorerScopes> scorers, EvaluationData data, CancellationToken cancellation)
    {
        foreach (var scopes in scorers)
        {
            if (data.Cut?[scopes.Scorer!.Value] is { Count: > 0 } responses)
            {
                Add(scopes, data, responses, cancellation);
            }
        }
    }

    private static void Add(ScorerScopes scopes, EvaluationData data, IReadOnlyList<CutResponse> responses, CancellationToken cancellation)
    {
        var options = scopes.Items[0].Options;
        var numbers = responses.Select(one => one.Student).Distinct().Index().ToDictionary(one => one.Item, one => one.Index);
        var students = new StudentBootstrap(
            new StudentResponses
            {
                Student = [.. responses.Select(one => numbers[one.Student])],
                Group = [.. responses.Select(one => one.Group)],
                Item = [.. responses.Select(one => one.Item)],
                Human = [.. responses.Select(one => one.Human)],
                Machine =
                [
                    CutScores.Of(responses, data.Items, _ => null, options.MinGroupSize),
                    CutScores.Of(responses, data.Items, one => one.Group, options.MinGroupSize),
                ],
            },
            data.Items, RandomStream.Purpose(options.Seed, "students"));
        var seen = Cubes([.. Enumerable.Repeat(1, numbers.Count)], NewCubes());
        var compared = scopes.All.Select((scope, at) => Compared(scope, seen.Common[at]).ToList()).ToList();
        var draws = compared.Select(figures => figures.ConvertAll(_ => new Draws(options.BootstrapDraws))).ToList();
        Parallel.For(
            0, options.BootstrapDraws, new ParallelOptions { CancellationToken = cancellation, TaskScheduler = TaskScheduler.Current }, NewCubes,
            (draw, _, cubes) =>
            {
                var drawn = Cubes(students.Weights(draw), cubes);
                for (var at = 0; at < compared.Count; at++)
                {
                    for (var place = 0; place < compared[at].Count; place++)
                    {
                        draws[at][place].Values[draw] = compared[at][place].Value(drawn.Own[at]) - compared[at][place].Value(drawn.Common[at]);
                    }
                }
                return cubes;
            },
            _ => { });
        foreach (var (at, scope) in scopes.All.Index())
        {
            scope.Figures =
            [
                .. scope.Figures,
                .. compared[at].Select((one, place) => Figure(one, scope, one.Value(seen.Common[at]), one.Value(seen.Own[at]), draws[at][place])),
            ];
        }

        (List<CountCube> Common, List<CountCube> Own) NewCubes() => (NewItems(), NewItems());

        List<CountCube> NewItems() => [.. data.Items.Select(item => new CountCube(data.Groups.Count, item.Scale))];

        // By item, and where they are pooled of all.
        (IReadOnlyList<CountCube> Common, IReadOnlyList<CountCube> Own) Cubes(int[] weights, (List<CountCube> Common, List<CountCube> Own) into)
        {
            students.Weigh(0, weights, into.Common);
            students.Weigh(1, weights, into.Own);
            return scopes.Pooled is null
                ? (into.Common, into.Own)
                : ([.. into.Common, CountCube.Pool(into.Common)], [.. into.Own, CountCube.Pool(into.Own)]);
        }
    }

    private static IEnumerable<ComparedFigure> Compared(Scope scope, CountCube cube)
    {
        var weighing = scope.Weighing;
        foreach (var focal in scope.Focal)
        {
            foreach (var measure in Contrasts)
            {
                var levels = measure == ConditionalMeasures.ConditionalMeanScoreDifference
                    ? ConditionalMeanScoreDifference.Levels(cube, scope.Reference, focal, Math.Max(2, scope.Options.MinCellSize))
                    : null;
                yield return new(measure, focal, levels, levels is null
                    ? one => MeanScoreGapChange.Of(one, scope.Reference, focal)
                    : one => ConditionalMeanScoreDifference.Over(one, scope.Reference, focal, levels, weighing));
            }
        }
        yield return new(AgreementMeasures.Qwk, null, null, one => QuadraticWeightedKappa.Of(JointMoments.Of(one)));
    }

    private static Figure Figure(ComparedFigure compared, Scope scope, double common, double own, Draws draws)
    {
        var effect = MitigationMeasures.GroupCutEffect;
        var figure = new Figure
        {
            Row = (compared.Focal is { } focal ? scope.RowOf(effect, scope.Reference, focal) : scope.Row(effect)) with
            {
                OfMeasure = compared.Measure.Code,
                Basis = compared.Measure.Main.Basis,
                Aggregation = compared.Measure.Main.Aggregation,
                LevelsUsed = compared.Levels,
                LevelsLeftOut = compared.Levels is { } used ? [.. Enumerable.Range(0, scope.Cube.Levels).Except(used)] : null,
            },
            Known = double.IsFinite(own - common)
                ? PairedEstimate.Of(own - common, draws, BootstrapMethod.OfStudents, scope.Options.Confidence) with
                {
                    Note = string.Create(CultureInfo.InvariantCulture, $"A diagnosis: {common:0.000} with one set of cuts, {own:0.000} with cuts by group."),
                }
                : Estimate.Undefined("The figure is undefined with one set of cuts, or with cuts by group."),
            Bootstrap = draws,
            OverItems = true,
        };
        return compared.Focal is { } other ? scope.OfContrast(figure, scope.Reference, other) : figure;
    }

    private sealed record ComparedFigure(Measure Measure, int? Focal, IReadOnlyList<int>? Levels, Func<CountCube, double> Value);
}
