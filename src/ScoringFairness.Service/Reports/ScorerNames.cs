namespace ScoringFairness.Service.Reports;

/// <summary>What scorers are called where each stands by itself: with the training split only where a scorer has several.</summary>
public sealed class ScorerNames
{
    private readonly ILookup<string, string?> _splits;

    /// <param name="scorers">All scorers and splits that there are.</param>
    public ScorerNames(IEnumerable<(string Scorer, string? Split)> scorers) =>
        _splits = scorers.Distinct().ToLookup(one => one.Scorer, one => one.Split);

    /// <summary>How many scorers and splits there are.</summary>
    public int Count => _splits.Sum(scorer => scorer.Count());

    /// <summary>The name of one of them.</summary>
    public string Of(string scorer, string? split) => split is not null && _splits[scorer].Count() > 1 ? $"{scorer}, {split}" : scorer;
}
