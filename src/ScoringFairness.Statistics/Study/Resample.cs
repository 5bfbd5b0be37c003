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
                    .Select(figure => new DrawnFigure(figure.Value!, (figure.Permutation = Draws.Of(DrawArrays.Take(options.Permutations))).Values)).ToArray()),
            ],
            Draw = OfGroups(scopes, focal, options),
        }));
        Run(options.Permutations, [.. plans], _ => null, cancellation);
    }

    /// <summary>The intervals of distances, which have draws of their own.</summary>
    public static void Distances(StudyFigures study, EvaluationOptions options, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { CancellationToken = cancellation, TaskScheduler = TaskScheduler.Current };
        // The largest, which is a mean over items, would make most of its random numbers alone.
        var parts = study.All.Max(scopes => scopes.Items.Sum(scope => OfScope(scope).Select(distance => distance.Parts).DefaultIfEmpty().Max()));
        Parallel.For(0, parts, parallel, part => study.Human.Items[0].Normals.Column(part));
        Parallel.ForEach(
            study.All.SelectMany(scopes => scopes.All).SelectMany(OfScope).ToList(), parallel, distance => distance.Interval(options.Confidence));

        static IEnumerable<Distance> OfScope(Scope scope) => scope.Figures.Select(figure => figure.Distance).OfType<Distance>();
    }

    private static void Run(int draws, IReadOnlyList<Plan> plans, Func<int, int[]?> studentWeights, CancellationToken cancellation)
    {
        var busy = plans.Where(plan => plan.Figures.Concat(plan.HumanFigures).Any(figures => figures.Length > 0)).ToList();
        // Without this the loop would run on the default scheduler, and a caller could not bound its threads.
        var parallel = new ParallelOptions { CancellationToken = cancellation, TaskScheduler = TaskScheduler.Current };
        Parallel.For(
            0, draws, parallel,
            () => busy.Select(plan => (Drawn: new Scratch(plan.Of), Human: plan.DrawsHuman ? new Scratch(plan.Of.Human!) : null)).ToList(),
            (draw, _, scratch) =>
            {
                var weights = studentWeights(draw);
                for (var at = 0; at < busy.Count; at++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var plan = busy[at];
                    plan.Draw(draw, weights, scratch[at].Drawn.Items);
                    Compute(plan.Figures, scratch[at].Drawn, draw);
                    if (scratch[at].Human is { } human)
                    {
                        for (var item = 0; item < human.Items.Count; item++)
                        {
                            scratch[at].Drawn.Items[item].FillHuman(human.Items[item]);
                        }
                        Compute(plan.HumanFigures, human, draw);
                    }
                }
                return scratch;
            },
            _ => { });
    }

    /// <summary>Computes the figures of each item's scope, and of the pooled one, which comes last.</summary>
    private static void Compute(DrawnFigure[][] figures, Scratch scratch, int draw)
    {
        for (var item = 0; item < scratch.Items.Count; item++)
        {
            Compute(figures[item], scratch.Items[item], draw);
        }
        if (scratch.Pooled is { } pooled && figures[^1].Length > 0)
        {
            pooled.Clear();
            for (var item = 0; item < scratch.Items.Count; item++)
            {
                pooled.AddAll(scratch.Items[item]);
            }
            Compute(figures[^1], pooled, draw);
        }
    }

    private static void Compute(DrawnFigure[] figures, CountCube cube, int draw)
    {
        foreach (var (value, draws) in figures)
        {
            draws[draw] = value(cube);
        }
    }

    /// <summary>The figures of each scope whose interval is not known without drawing, or that another is made of.</summary>
    private static DrawnFigure[][] Drawn(ScorerScopes scopes, EvaluationOptions options) =>
    [
        .. scopes.All.Select(scope => scope.Figures
            .Where(figure => figure.IsDrawn(scope))
            .Select(figure => new DrawnFigure(figure.Value!, (figure.Bootstrap = Draws.Of(DrawArrays.Take(options.BootstrapDraws))).Values)).ToArray()),
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

    /// <summary>How a figure is computed from a cube, and its values by number of draw.</summary>
    private readonly record struct DrawnFigure(Func<CountCube, double> Value, double[] Draws);

    /// <summary>What is drawn for a set of scopes, and computed of it.</summary>
    private sealed class Plan
    {
        public required ScorerScopes Of { get; init; }

        /// <summary>The figures by scope, in the order of <see cref="ScorerScopes.All"/>.</summary>
        public required DrawnFigure[][] Figures { get; init; }

        /// <summary>The same of the human's scopes, for the one scorer that has them.</summary>
        public DrawnFigure[][] HumanFigures { get; init; } = [];

        /// <summary>Whether some figure of the human's is drawn.</summary>
        public bool DrawsHuman => HumanFigures.Any(figures => figures.Length > 0);

        /// <summary>Fills the items' cubes for a draw, given how often each student is in it.</summary>
        public required Action<int, int[]?, IReadOnlyList<CountCube>> Draw { get; init; }
    }

    /// <summary>Cubes that a thread draws into.</summary>
    private sealed class Scratch(ScorerScopes scopes)
    {
        // What is empty stays empty in every draw, and needs no place of its own.
        public IReadOnlyList<CountCube> Items { get; } = [.. scopes.Cubes.Select(cube => cube.Total == 0 ? cube : new CountCube(cube.Groups, cube.Scale))];

        public CountCube? Pooled { get; } = scopes.Pooled is { } pooled ? new CountCube(pooled.Cube.Groups, pooled.Cube.Scale) : null;
    }
}
