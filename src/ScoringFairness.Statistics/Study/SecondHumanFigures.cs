using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>
/// Would a second human have been fairer? The figures of the second rating in the machine's place, and each primary figure of the
/// machine less that of the second human, on the same responses.
/// </summary>
internal static class SecondHumanFigures
{
    private static readonly Question[] Asked =
        [Question.Bias, Question.Disparity, Question.Fairness, Question.Errors, Question.Functioning];

    /// <summary>The figures of a scope whose machine is the second human; agreement is told as that of two human raters.</summary>
    public static IEnumerable<Figure> Of(Scope scope) =>
    [
        .. LargestContrasts.With(scope, [.. AccuracyFigures.Of(scope), .. GapFigures.Of(scope), .. OddsFigures.Of(scope)]),
        .. AgreementFigures.Of(scope).Where(figure => Asked.Contains(figure.Measure.Question)), .. GroupAgreementFigures.Of(scope),
        .. ConditionalFigures.Of(scope), .. ImpactFigures.Of(scope), .. RegressionFigures.Of(scope), .. DifFigures.Of(scope),
    ];

    /// <summary>Machine less second human, for every scope of a scorer in their order.</summary>
    /// <param name="scopes">The scorer's scopes.</param>
    /// <param name="items">The responses rated twice, by item.</param>
    /// <param name="data">The study.</param>
    public static IReadOnlyList<IReadOnlyList<Figure>> Compared(ScorerScopes scopes, IReadOnlyList<DoubleRatings> items, EvaluationData data)
    {
        var all = scopes.All.Select(scope => Pairs(scope, scope.Item is { } item ? items[item] : Pooled(items))).ToList();
        Draw(scopes, items, data, [.. all.Select(pairs => pairs.Where(pair => pair.Draws is not null).ToList())]);
        return [.. all.Zip(scopes.All, (pairs, scope) => (IReadOnlyList<Figure>)[.. pairs.Select(pair => pair.ToFigure(scope))])];
    }

    /// <summary>All responses rated twice, of items of one scale.</summary>
    public static DoubleRatings Pooled(IReadOnlyList<DoubleRatings> items) =>
        items.Aggregate(new DoubleRatings(items[0].Groups, items[0].Scale), (sum, own) => sum.AddAll(own));

    private static List<SecondHumanPair> Pairs(Scope scope, DoubleRatings ratings) =>
    [
        .. from focal in scope.Focal
           from measure in MeasureCatalogue.Primary
           select SecondHumanPair.Of(scope, ratings, measure, focal),
    ];

    private static void Draw(ScorerScopes scopes, IReadOnlyList<DoubleRatings> items, EvaluationData data, List<SecondHumanPair>[] drawn)
    {
        if (drawn.All(pairs => pairs.Count == 0))
        {
            return;
        }
        var options = scopes.Items[0].Options;
        var (name, split) = (scopes.Items[0].Scorer.Name, scopes.Items[0].Scorer.Split);
        var students = data.Students is { Second: not null } responses
            ? new StudentBootstrap(responses, data.Items, RandomStream.Purpose(options.Seed, "students"))
            : null;
        var counts = items.Select((item, at) => new PairedBootstrap(
            item, RandomStream.Purpose(options.Seed, "secondHuman", name, split, scopes.Items[at].ItemId))).ToList();
        Parallel.For(
            0, options.BootstrapDraws, new ParallelOptions { TaskScheduler = TaskScheduler.Current },
            () => (Machine: Empty(items), Second: Empty(items)),
            (draw, _, scratch) =>
            {
                if (students is not null)
                {
                    students.WeighRatedTwice(scopes.Scorer!.Value, students.Weights(draw), scratch.Machine, scratch.Second);
                }
                for (var item = 0; students is null && item < items.Count; item++)
                {
                    counts[item].Draw(draw, scratch.Machine[item], scratch.Second[item]);
                }
                for (var at = 0; at < drawn.Length; at++)
                {
                    var (machine, second) = at < items.Count
                        ? (scratch.Machine[at], scratch.Second[at])
                        : drawn[at].Count == 0 ? default : (CountCube.Pool(scratch.Machine), CountCube.Pool(scratch.Second));
                    drawn[at].ForEach(pair => pair.Draws!.Values[draw] = pair.Value(machine, second));
                }
                return scratch;
            },
            _ => { });
    }

    private static List<CountCube> Empty(IReadOnlyList<DoubleRatings> items) => [.. items.Select(item => new CountCube(item.Groups, item.Scale))];
}
