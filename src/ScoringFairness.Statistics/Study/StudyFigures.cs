using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>Makes the scopes of a study and their figures, section by section.</summary>
internal sealed class StudyFigures
{
    private readonly EvaluationData _data;
    private readonly CancellationToken _cancellation;

    public StudyFigures(EvaluationData data, EvaluationOptions options, CancellationToken cancellation)
    {
        (_data, _cancellation) = (data, cancellation);
        // The human's figures come from the scorer that scored most responses: all of them, unless scores are missing.
        var fullest = Enumerable.Range(0, data.Scorers.Count).MaxBy(scorer => data.Cubes[scorer].Sum(cube => cube.Total));
        var human = ScorerScopes.Of(data, options, new StudyScorer(RowCodes.Human, null), null, [.. data.Cubes[fullest].Select(cube => cube.OfHuman())]);
        Scorers = [.. data.Scorers.Select((scorer, at) =>
            ScorerScopes.Of(
                data, options, scorer, at, data.Cubes[at], at == fullest ? human : null, form: data.Expected?[at] is null ? null : RowCodes.Reported))];
        Expected = [.. data.Scorers.Index().Select(scorer => data.Expected?[scorer.Index] is { } cubes
            ? ScorerScopes.Of(
                data, options, scorer.Item, null, cubes, column: Resampling.StudentBootstrap.Expected(data.Students, scorer.Index), form: RowCodes.Expected)
            : null)];
        Human = human;
        var column = Resampling.StudentBootstrap.SecondHuman(data.Students);
        Raters = data.SecondRatings is { } cubes ? ScorerScopes.Of(data, options, new StudyScorer(RowCodes.Human, null), null, cubes, column: column) : null;
        SecondHuman = data.SecondRatings is { } rated
            ? ScorerScopes.Of(data, options, new StudyScorer(RowCodes.SecondHuman, null), null, rated, column: column)
            : null;
        var normals = new NormalTable(options.Seed, options.BootstrapDraws);
        var students = data.Students is { } responses ? new StudentCells(responses, data.Items) : null;
        foreach (var (scopes, scope) in All.SelectMany(scopes => scopes.All.Select(scope => (scopes, scope))))
        {
            scope.Normals = normals;
            scope.Students = students is not null && scopes.Column is { } scorer ? (students, scorer) : null;
        }
        Fill();
    }

    /// <summary>The scorers' scopes.</summary>
    public IReadOnlyList<ScorerScopes> Scorers { get; }

    /// <summary>The scopes of their scores before these were brought onto the scale; null of a scorer that has no others.</summary>
    public IReadOnlyList<ScorerScopes?> Expected { get; }

    /// <summary>The human's scopes.</summary>
    public ScorerScopes Human { get; }

    /// <summary>The scopes of the second rater; null where no response was rated twice.</summary>
    public ScorerScopes? Raters { get; }

    /// <summary>The scopes of the second human in a machine's place; null where no response was rated twice.</summary>
    public ScorerScopes? SecondHuman { get; }

    /// <summary>Whose groups are permuted.</summary>
    public IEnumerable<ScorerScopes> Permuted => SecondHuman is null ? Scorers : [SecondHuman, .. Scorers];

    /// <summary>All scopes by scorer, in the order of their rows.</summary>
    public IEnumerable<ScorerScopes> All =>
        [Human, .. Raters is null ? Array.Empty<ScorerScopes>() : [Raters], .. Permuted, .. Expected.OfType<ScorerScopes>()];

    /// <summary>Lets go of all figures but those of some measures: the others are then neither drawn nor told.</summary>
    public void Keep(Func<Measure, bool> which)
    {
        foreach (var scope in All.SelectMany(scopes => scopes.All))
        {
            scope.Figures = [.. scope.Figures.Where(figure => which(figure.Measure))];
        }
    }

    /// <summary>Leaves the draws of all figures, once these are told, to the next evaluation.</summary>
    public void Leave()
    {
        var figures = All.SelectMany(scopes => scopes.All).SelectMany(scope => scope.Figures).ToList();
        // Figures may share what was drawn.
        foreach (var values in figures.SelectMany(figure => new[] { figure.Bootstrap?.Values, figure.Permutation?.Values }).OfType<double[]>().Distinct())
        {
            DrawArrays.Leave(values);
        }
        foreach (var figure in figures)
        {
            (figure.Bootstrap, figure.Permutation) = (null, null);
            figure.Distance?.Leave();
        }
        Human.Items[0].Normals.Leave();
    }

    /// <summary>Adds the figures that are made of others' draws.</summary>
    public void Complete()
    {
        foreach (var scope in All.SelectMany(scopes => scopes.All))
        {
            LargestContrasts.Bound(scope);
        }
        foreach (var scope in Permuted.SelectMany(scopes => scopes.All))
        {
            RegressionFigures.Correct(scope);
            DifFigures.Correct(scope);
        }
        foreach (var scopes in Scorers)
        {
            foreach (var (scope, raters) in scopes.All.Zip(Raters?.All ?? []))
            {
                scope.Figures = [.. scope.Figures, .. RaterFigures.Degradation(scope, raters)];
            }
            foreach (var (scope, figures) in scopes.All.Zip(DoubleRatings(scopes) is { } ratings ? SecondHumanFigures.Compared(scopes, ratings, _data) : []))
            {
                scope.Figures = [.. scope.Figures, .. figures];
            }
            foreach (var scope in scopes.All)
            {
                _cancellation.ThrowIfCancellationRequested();
                var pairs = _data.Pairs.Where(pair => pair.First == scopes.Scorer && (scope.Item is null || pair.Item == scope.Item));
                scope.Figures = [.. scope.Figures, .. SplitComparisons.Of(scope, pairs, other => Same(Scorers[other], scope), _data.Scorers)];
            }
        }
        PairedEffects.Add(Scorers, _data, _cancellation);
        foreach (var scopes in _data.Swaps is null ? [] : Scorers)
        {
            foreach (var scope in scopes.All)
            {
                scope.Figures = [.. scope.Figures, .. SwapFigures.Of(scope, _data.Swaps![scopes.Scorer!.Value])];
            }
        }
        AddCauses();
        GroupCutFigures.Add(Scorers, _data, _cancellation);
    }

    private void AddCauses()
    {
        foreach (var scope in Scorers.SelectMany(scopes => scopes.All))
        {
            _cancellation.ThrowIfCancellationRequested();
            scope.Figures =
            [
                .. scope.Figures,
                .. _data.Probes?[scope.Number!.Value] is { } probed ? ProbeFigures.Of(scope, probed) : [],
                .. _data.Decomposed is { } decomposed ? DecompositionFigures.Of(scope, decomposed[scope.Number!.Value]) : [],
            ];
        }
        foreach (var (scopes, at) in Expected.Select((scopes, at) => (scopes, at)).Where(_ => _data.Decomposed is not null))
        {
            foreach (var scope in scopes?.All ?? [])
            {
                scope.Figures = [.. scope.Figures, .. DecompositionFigures.Of(scope, _data.Decomposed![at])];
            }
        }
    }

    private static Scope Same(ScorerScopes scopes, Scope scope) => scope.Item is { } item ? scopes.Items[item] : scopes.Pooled!;

    private void Fill()
    {
        foreach (var scope in Human.All)
        {
            scope.Figures = [.. LargestContrasts.With(scope, GapFigures.Of(scope))];
        }
        foreach (var scope in Raters?.All ?? [])
        {
            scope.Figures = [.. RaterFigures.Of(scope, Same(Human, scope).Cube)];
        }
        foreach (var scope in Expected.OfType<ScorerScopes>().SelectMany(scopes => scopes.All))
        {
            scope.Figures = [.. GapFigures.Of(scope).Concat(AgreementFigures.Of(scope)).Where(figure => figure.Measure.HasForms)];
        }
        foreach (var scope in SecondHuman?.All ?? [])
        {
            scope.Figures = [.. SecondHumanFigures.Of(scope)];
        }
        Parallel.ForEach(
            Scorers.SelectMany(scopes => scopes.All, (scopes, scope) => (scopes, scope)).ToList(),
            new ParallelOptions { CancellationToken = _cancellation, TaskScheduler = TaskScheduler.Current },
            one => Fill(one.scopes, one.scope));
    }

    private void Fill(ScorerScopes scopes, Scope scope)
    {
        scope.Figures =
        [
            .. LargestContrasts.With(scope, [.. AccuracyFigures.Of(scope), .. GapFigures.Of(scope), .. OddsFigures.Of(scope)]),
            .. AgreementFigures.Of(scope), .. GroupAgreementFigures.Of(scope), .. ConditionalFigures.Of(scope), .. ImpactFigures.Of(scope),
            .. RegressionFigures.Of(scope), .. DifFigures.Of(scope),
            .. Ratings(scopes.Scorer!.Value, scope.Item) is { } ratings ? TrueScoreFigures.Of(scope, ratings) : [],
            .. DoubleRatings(scopes) is { } twice ? TrueScoreDifferences.Of(scope, Same(twice, scope), _data.Students) : [],
            .. Probabilities(scopes.Scorer!.Value, scope.Item) is { } bins ? ProbabilityFigures.Of(scope, bins) : [],
        ];
        if (Raters is not null)
        {
            RaterFigures.Keep(scope);
        }
    }

    private IReadOnlyList<DoubleRatings>? DoubleRatings(ScorerScopes scopes) => _data.DoubleRatings?[scopes.Scorer!.Value];

    private static DoubleRatings Same(IReadOnlyList<DoubleRatings> ratings, Scope scope) =>
        scope.Item is { } item ? ratings[item] : SecondHumanFigures.Pooled(ratings);

    private IReadOnlyList<RatingSums>? Ratings(int scorer, int? item)
    {
        if (_data.Ratings is not { } ratings)
        {
            return null;
        }
        return item is { } one
            ? ratings[scorer][one]
            : [.. _data.Groups.Index().Select(group => ratings[scorer].Aggregate(new RatingSums(), (sum, own) => sum.AddAll(own[group.Index])))];
    }

    private ProbabilityBins? Probabilities(int scorer, int? item)
    {
        if (_data.Probabilities?[scorer] is not { } bins)
        {
            return null;
        }
        return item is { } one
            ? bins[one]
            : bins.Aggregate(new ProbabilityBins(bins[0].Groups, bins[0].Levels), (sum, own) => sum.AddAll(own));
    }
}
