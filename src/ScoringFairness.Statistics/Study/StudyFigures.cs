using ScoringFairness.Statistics.Counts;

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
        var human = Family.Of(data, options, new StudyScorer(RowCodes.Human, null), null, [.. data.Cubes[fullest].Select(cube => cube.OfHuman())]);
        Families = [.. data.Scorers.Select((scorer, at) =>
            Family.Of(data, options, scorer, at, data.Cubes[at], at == fullest ? human : null))];
        Human = human;
        Raters = data.SecondRatings is { } cubes ? Family.Of(data, options, new StudyScorer(RowCodes.Human, null), null, cubes) : null;
        Fill();
    }

    /// <summary>The scorers' scopes.</summary>
    public IReadOnlyList<Family> Families { get; }

    /// <summary>The human's scopes.</summary>
    public Family Human { get; }

    /// <summary>The scopes of the second rater; null where no response was rated twice.</summary>
    public Family? Raters { get; }

    /// <summary>The families in the order of their rows.</summary>
    public IEnumerable<Family> All => [Human, .. Raters is null ? Array.Empty<Family>() : [Raters], .. Families];

    /// <summary>Adds the figures that are made of others' draws.</summary>
    public void Complete()
    {
        foreach (var family in Families)
        {
            foreach (var (scope, raters) in family.Scopes.Zip(Raters?.Scopes ?? []))
            {
                scope.Figures = [.. scope.Figures, .. RaterFigures.Degradation(scope, raters)];
            }
            foreach (var scope in family.Scopes)
            {
                var pairs = _data.Pairs.Where(pair => pair.First == family.Scorer && (scope.Item is null || pair.Item == scope.Item));
                scope.Figures = [.. scope.Figures, .. SplitComparisons.Of(scope, pairs, other => Same(Families[other], scope), _data.Scorers)];
            }
        }
    }

    private static Scope Same(Family family, Scope scope) => scope.Item is { } item ? family.Items[item] : family.Pooled!;

    private void Fill()
    {
        foreach (var scope in Human.Scopes)
        {
            scope.Figures = [.. GapFigures.Of(scope), .. LargestContrasts.Of(scope)];
        }
        foreach (var scope in Raters?.Scopes ?? [])
        {
            scope.Figures = [.. RaterFigures.Of(scope, Same(Human, scope).Cube)];
        }
        foreach (var family in Families)
        {
            foreach (var scope in family.Scopes)
            {
                scope.Figures =
                [
                    .. AccuracyFigures.Of(scope), .. GapFigures.Of(scope), .. OddsFigures.Of(scope), .. LargestContrasts.Of(scope),
                    .. AgreementFigures.Of(scope), .. RegressionFigures.Of(scope), .. DifFigures.Of(scope),
                    .. Ratings(family.Scorer!.Value, scope.Item) is { } ratings ? TrueScoreFigures.Of(scope, ratings) : [],
                    .. Probabilities(family.Scorer!.Value, scope.Item) is { } bins ? ProbabilityFigures.Of(scope, bins) : [],
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
