using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>
/// The loop over draws, which exists once: cubes are drawn for every family of scopes, and every figure that needs it is
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
        var plans = study.All.Where(family => family != study.Human).Select(family => new Plan(family, options, students)).ToList();
        Run(
            options.BootstrapDraws, plans,
            (plan, scratch, draw) =>
            {
                plan.Draw(draw, scratch);
                Compute(plan.Family, plan.Figures, scratch, draw);
                if (plan.Family.Human is { } human && plan.HumanFigures.Any(figures => figures.Count > 0))
                {
                    Compute(human, plan.HumanFigures, new Scratch([.. scratch.Items.Select(cube => cube.OfHuman())], human.Pooled), draw);
                }
            },
            cancellation);
    }

    /// <summary>The permutations of reference and each focal group within item and human level.</summary>
    public static void Permute(StudyFigures study, EvaluationOptions options, CancellationToken cancellation)
    {
        var plans = study.Families.SelectMany(family => family.Items[0].Focal.Select(focal => new PermutationPlan(family, focal, options))).ToList();
        Run(
            options.Permutations, plans,
            (plan, scratch, draw) =>
            {
                plan.Draw(draw, scratch);
                Compute(plan.Family, plan.Figures, scratch, draw);
            },
            cancellation);
    }

    private static void Run<T>(int draws, IReadOnlyList<T> plans, Action<T, Scratch, int> use, CancellationToken cancellation)
        where T : IPlan
    {
        var busy = plans.Where(plan => plan.IsNeeded).ToList();
        // Without this the loop would run on the default scheduler, and a caller could not bound its threads.
        var parallel = new ParallelOptions { CancellationToken = cancellation, TaskScheduler = TaskScheduler.Current };
        Parallel.For(
            0, draws, parallel,
            () => busy.Select(plan => new Scratch([.. plan.Family.Cubes.Select(cube => new CountCube(cube.Groups, cube.Scale))], plan.Family.Pooled)).ToList(),
            (draw, _, scratch) =>
            {
                foreach (var (at, plan) in busy.Index())
                {
                    use(plan, scratch[at], draw);
                }
                return scratch;
            },
            _ => { });
    }

    private static void Compute(Family family, IReadOnlyList<IReadOnlyList<(Figure Figure, Draws Draws)>> figures, Scratch scratch, int draw)
    {
        for (var item = 0; item < family.Items.Count; item++)
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

    private interface IPlan
    {
        Family Family { get; }

        bool IsNeeded { get; }
    }

    /// <summary>Cubes that a thread draws into.</summary>
    private sealed class Scratch(IReadOnlyList<CountCube> items, Scope? pooled)
    {
        public IReadOnlyList<CountCube> Items => items;

        public CountCube? Pooled { get; } = pooled is null ? null : new CountCube(pooled.Cube.Groups, pooled.Cube.Scale);
    }

    private sealed class Plan : IPlan
    {
        private readonly StudentBootstrap? _students;
        private readonly CountBootstrap[] _counts;

        public Plan(Family family, EvaluationOptions options, StudentBootstrap? students)
        {
            (Family, _students) = (family, family.Scorer is null ? null : students);
            _counts = [.. family.Items.Select(scope => new CountBootstrap(scope.Cube,
                RandomStream.Purpose(options.Seed, "bootstrap", scope.Scorer.Name, scope.Scorer.Split, scope.ItemId)))];
            Figures = Wanted(family, options);
            HumanFigures = family.Human is null ? [] : Wanted(family.Human, options);
        }

        public Family Family { get; }

        public IReadOnlyList<IReadOnlyList<(Figure Figure, Draws Draws)>> Figures { get; }

        public IReadOnlyList<IReadOnlyList<(Figure Figure, Draws Draws)>> HumanFigures { get; }

        public bool IsNeeded => Figures.Concat(HumanFigures).Any(figures => figures.Count > 0);

        public void Draw(int draw, Scratch into)
        {
            if (_students is not null)
            {
                _students.Weigh(Family.Scorer!.Value, _students.Weights(draw), into.Items);
                return;
            }
            for (var item = 0; item < _counts.Length; item++)
            {
                _counts[item].Draw(draw, into.Items[item]);
            }
        }

        private static IReadOnlyList<IReadOnlyList<(Figure, Draws)>> Wanted(Family family, EvaluationOptions options) =>
        [
            .. family.Scopes.Select(scope => scope.Figures
                .Where(figure => figure.Value is not null && (figure.Known is null || scope.Clustered || figure.AlsoDrawn))
                .Select(figure => (figure, figure.Bootstrap = new Draws(options.BootstrapDraws))).ToList()),
        ];
    }

    private sealed class PermutationPlan : IPlan
    {
        private readonly GroupPermutation[] _permutations;

        public PermutationPlan(Family family, int focal, EvaluationOptions options)
        {
            Family = family;
            _permutations = [.. family.Items.Select(scope => new GroupPermutation(scope.Cube, scope.Reference, focal,
                RandomStream.Purpose(options.Seed, "permutation", scope.Scorer.Name, scope.Scorer.Split, scope.ItemId, scope.Contrast(scope.Reference, focal))))];
            Figures =
            [
                .. family.Scopes.Select(scope => scope.Figures.Where(figure => figure.Permuted == focal && figure.Value is not null)
                    .Select(figure => (figure, figure.Permutation = new Draws(options.Permutations))).ToList()),
            ];
        }

        public Family Family { get; }

        public IReadOnlyList<IReadOnlyList<(Figure Figure, Draws Draws)>> Figures { get; }

        public bool IsNeeded => Figures.Any(figures => figures.Count > 0);

        public void Draw(int draw, Scratch into)
        {
            for (var item = 0; item < _permutations.Length; item++)
            {
                _permutations[item].Draw(draw, into.Items[item]);
            }
        }
    }
}
