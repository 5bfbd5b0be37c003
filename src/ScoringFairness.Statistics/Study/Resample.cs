using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>
/// The loop over draws, which exists once: cubes are drawn for every set of scopes, and every figure that needs it is
/// computed from them. Each draw has random numbers of its own, so any number of threads gives the same figures.
/// </summary>
internal static class Resample
{
    /// <summary>The bootstrap: of students where some gave several responses, else of counts.</summary>
    public static void Bootstrap(StudyFigures study, EvaluationData data, EvaluationOptions options, CancellationToken cancellation)
    {
        var students = data.Students is null
            ? null
            : new StudentBootstrap(data.Students, data.Items, RandomStream.Purpose(options.Seed, "students"));
        var plans = study.All.Where(scopes => scopes != study.Human).Select(scopes => new Plan
        {
            Of = scopes,
            Figures = Drawn(scopes, options),
            HumanFigures = scopes.Human is null ? [] : Drawn(scopes.Human, options),
            Draw = students is not null && scopes.Column is { } scorer
                ? (_, weights, into) => students.Weigh(scorer, weights!, into)
                : OfCounts(scopes, options),
        });
        Run(options.BootstrapDraws, [.. plans], draw => students?.Weights(draw), cancellation);
    }

    /// <summary>The permutations of reference and each focal group within item and human level.</summary>
    public static void Permute(StudyFigures study, EvaluationOptions options, CancellationToken cancellation)
    {
        var plans = study.Permuted.SelectMany(scopes => scopes.Items[0].Focal.Select(focal => new Plan
        {
            Of = scopes,
            Figures =
            [
                .. scopes.All.Select(scope => scope.Figures.Where(figure => figure.Permuted == focal && figure.Value is not null && !scope.Clustered)
                    .Select(figure => (figure, figure.Permutation = new Draws(options.Permutations))).ToList()),
            ],
            Draw = OfGroups(scopes, focal, options),
        }));
        Run(options.Permutations, [.. plans], _ => null, cancellation);
    }

    /// <summary>The intervals of distances, which have draws of their own.</summary>
    public static void Distances(StudyFigures study, EvaluationOptions options, CancellationToken cancellation) => Parallel.ForEach(
        study.All.SelectMany(scopes => scopes.All).SelectMany(scope => scope.Figures).Select(figure => figure.Distance).OfType<Distance>(),
        new ParallelOptions { CancellationToken = cancellation, TaskScheduler = TaskScheduler.Current },
        distance => distance.Interval(options.Confidence));

    private static void Run(int draws, IReadOnlyList<Plan> plans, Func<int, int[]?> studentWeights, CancellationToken cancellation)
    {
        var busy = plans.Where(plan => plan.Figures.Concat(plan.HumanFigures).Any(figures => figures.Count > 0)).ToList();
        // Without this the loop would run on the default scheduler, and a caller could not bound its threads.
        var parallel = new ParallelOptions { CancellationToken = cancellation, TaskScheduler = TaskScheduler.Current };
        Parallel.For(
            0, draws, parallel,
            // What is empty stays empty in every draw, and needs no place of its own.
            () => busy.Select(plan => new Scratch(
                [.. plan.Of.Cubes.Select(cube => cube.Total == 0 ? cube : new CountCube(cube.Groups, cube.Scale))], plan.Of.Pooled)).ToList(),
            (draw, _, scratch) =>
            {
                var weights = studentWeights(draw);
                foreach (var (at, plan) in busy.Index())
                {
                    cancellation.ThrowIfCancellationRequested();
                    plan.Draw(draw, weights, scratch[at].Items);
                    Compute(plan.Figures, scratch[at], draw);
                    if (plan.HumanFigures.Any(figures => figures.Count > 0))
                    {
                        Compute(plan.HumanFigures, new Scratch([.. scratch[at].Items.Select(cube => cube.OfHuman())], plan.Of.Human!.Pooled), draw);
                    }
                }
                return scratch;
            },
            _ => { });
    }

    /// <summary>Computes the figures of each item's scope, and of the pooled one, which comes last.</summary>
    private static void Compute(IReadOnlyList<IReadOnlyList<(Figure Figure, Draws Draws)>> figures, Scratch scratch, int draw)
    {
        for (var item = 0; item < scratch.Items.Count; item++)
        {
            Compute(figures[item], scratch.Items[item], draw);
        }
        if (scratch.Pooled is { } pooled && figures[^1].Count > 0)
        {
            pooled.Clear();
            foreach (var cube in scratch.Items)
            {
                pooled.AddAll(cube);
            }
            Compute(figures[^1], pooled, draw);
        }
    }

    private static void Compute(IReadOnlyList<(Figure Figure, Draws Draws)> figures, CountCube cube, int draw)
    {
        foreach (var (figure, draws) in figures)
        {
            draws.Values[draw] = figure.Value!(cube);
        }
    }

    /// <summary>The figures of each scope whose interval is not known without drawing, or that another is made of.</summary>
    private static IReadOnlyList<IReadOnlyList<(Figure, Draws)>> Drawn(ScorerScopes scopes, EvaluationOptions options) =>
    [
        .. scopes.All.Select(scope => scope.Figures
            .Where(figure => figure.IsDrawn(scope))
            .Select(figure => (figure, figure.Bootstrap = new Draws(options.BootstrapDraws))).ToList()),
    ];

    private static Action<int, int[]?, IReadOnlyList<CountCube>> OfCounts(ScorerScopes scopes, EvaluationOptions options)
    {
        var items = scopes.Items.Select(scope => new CountBootstrap(
            scope.Cube, RandomStream.Purpose(options.Seed, "bootstrap", scope.Scorer.Name, scope.Scorer.Split, scope.ItemId))).ToList();
        return (draw, _, into) =>
        {
            for (var item = 0; item < items.Count; item++)
            {
                items[item].Draw(draw, into[item]);
            }
        };
    }

    private static Action<int, int[]?, IReadOnlyList<CountCube>> OfGroups(ScorerScopes scopes, int focal, EvaluationOptions options)
    {
        var items = scopes.Items.Select(scope => new GroupPermutation(
            scope.Cube, scope.Reference, focal,
            RandomStream.Purpose(
                options.Seed, "permutation", scope.Scorer.Name, scope.Scorer.Split, scope.ItemId, scope.Contrast(scope.Reference, focal)))).ToList();
        return (draw, _, into) =>
        {
            for (var item = 0; item < items.Count; item++)
            {
                items[item].Draw(draw, into[item]);
            }
        };
    }

    /// <summary>What is drawn for a set of scopes, and computed of it.</summary>
    private sealed class Plan
    {
        public required ScorerScopes Of { get; init; }

        /// <summary>The figures by scope, in the order of <see cref="ScorerScopes.All"/>.</summary>
        public required IReadOnlyList<IReadOnlyList<(Figure Figure, Draws Draws)>> Figures { get; init; }

        /// <summary>The same of the human's scopes, for the one scorer that has them.</summary>
        public IReadOnlyList<IReadOnlyList<(Figure Figure, Draws Draws)>> HumanFigures { get; init; } = [];

        /// <summary>Fills the items' cubes for a draw, given how often each student is in it.</summary>
        public required Action<int, int[]?, IReadOnlyList<CountCube>> Draw { get; init; }
    }

    /// <summary>Cubes that a thread draws into.</summary>
    private sealed class Scratch(IReadOnlyList<CountCube> items, Scope? pooled)
    {
        public IReadOnlyList<CountCube> Items => items;

        public CountCube? Pooled { get; } = pooled is null ? null : new CountCube(pooled.Cube.Groups, pooled.Cube.Scale);
    }
}
