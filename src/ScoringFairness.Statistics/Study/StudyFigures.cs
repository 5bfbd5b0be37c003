using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>Makes the scopes of a study and their figures, section by section.</summary>
internal sealed class StudyFigures
{
    private readonly EvaluationData _data;

    public StudyFigures(EvaluationData data, EvaluationOptions options)
    {
        _data = data;
        // The human's figures come from the scorer that scored most responses: all of them, unless scores are missing.
        var fullest = Enumerable.Range(0, data.Scorers.Count).MaxBy(scorer => data.Cubes[scorer].Sum(cube => cube.Total));
        var human = ScorerScopes.Of(data, options, new StudyScorer(RowCodes.Human, null), null, [.. data.Cubes[fullest].Select(cube => cube.OfHuman())]);
        Scorers = [.. data.Scorers.Select((scorer, at) =>
            ScorerScopes.Of(data, options, scorer, at, data.Cubes[at], at == fullest ? human : null))];
        Human = human;
        Raters = data.SecondRatings is { } cubes ? ScorerScopes.Of(data, options, new StudyScorer(RowCodes.Human, null), null, cubes) : null;
        var normals = new NormalTable(options.Seed, options.BootstrapDraws);
        var students = data.Students is { } responses ? new StudentCells(responses, data.Items) : null;
        foreach (var (scopes, scope) in All.SelectMany(scopes => scopes.All.Select(scope => (scopes, scope))))
        {
            scope.Normals = normals;
            scope.Students = students is not null && scopes.Scorer is { } scorer ? (students, scorer) : null;
        }
        Fill();
    }

    /// <summary>The scorers' scopes.</summary>
    public IReadOnlyList<ScorerScopes> Scorers { get; }

    /// <summary>The human's scopes.</summary>
    public ScorerScopes Human { get; }

    /// <summary>The scopes of the second rater; null where no response was rated twice.</summary>
    public ScorerScopes? Raters { get; }

    /// <summary>All scopes by scorer, in the order of their rows.</summary>
    public IEnumerable<ScorerScopes> All => [Human, .. Raters is null ? Array.Empty<ScorerScopes>() : [Raters], .. Scorers];

    /// <summary>Adds the figures that are made of others' draws.</summary>
    public void Complete()
    {
        foreach (var scope in All.SelectMany(scopes => scopes.All))
        {
            LargestContrasts.Bound(scope);
        }
        foreach (var scopes in Scorers)
        {
            foreach (var scope in scopes.All)
            {
                RegressionFigures.Correct(scope);
                DifFigures.Correct(scope);
            }
            foreach (var (scope, raters) in scopes.All.Zip(Raters?.All ?? []))
            {
                scope.Figures = [.. scope.Figures, .. RaterFigures.Degradation(scope, raters)];
            }
            foreach (var scope in scopes.All)
            {
                var pairs = _data.Pairs.Where(pair => pair.First == scopes.Scorer && (scope.Item is null || pair.Item == scope.Item));
                scope.Figures = [.. scope.Figures, .. SplitComparisons.Of(scope, pairs, other => Same(Scorers[other], scope), _data.Scorers)];
            }
        }
    }

    private static Scope Same(ScorerScopes scopes, Scope scope) => scope.Item is { } item ? scopes.Items[item] : scopes.Pooled!;

    private void Fill()
    {
        foreach (var scope in Human.All)
        {
            List<Figure> gaps = [.. GapFigures.Of(scope)];
            scope.Figures = [.. gaps, .. LargestContrasts.Of(scope, gaps)];
        }
        foreach (var scope in Raters?.All ?? [])
        {
            scope.Figures = [.. RaterFigures.Of(scope, Same(Human, scope).Cube)];
        }
        foreach (var scopes in Scorers)
        {
            foreach (var scope in scopes.All)
            {
                List<Figure> contrasts = [.. AccuracyFigures.Of(scope), .. GapFigures.Of(scope), .. OddsFigures.Of(scope)];
                scope.Figures =
                [
                    .. contrasts, .. LargestContrasts.Of(scope, contrasts),
                    .. AgreementFigures.Of(scope), .. RegressionFigures.Of(scope), .. DifFigures.Of(scope),
                    .. Ratings(scopes.Scorer!.Value, scope.Item) is { } ratings ? TrueScoreFigures.Of(scope, ratings) : [],
                    .. Probabilities(scopes.Scorer!.Value, scope.Item) is { } bins ? ProbabilityFigures.Of(scope, bins) : [],
                ];
                if (Raters is not null)
                {
                    RaterFigures.Keep(scope);
                }
            }
        }
    }

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
