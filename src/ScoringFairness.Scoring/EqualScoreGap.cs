namespace ScoringFairness.Scoring;

/// <summary>
/// The gap at equal human score as a sum over responses: Σ c·score is the mean over human levels of the reference group's mean score
/// minus a focal group's.
/// </summary>
/// <remarks>
/// A level weighs n_r·n_f/(n_r + n_f), as in a regression of the score on the group with the level held constant: a level that one
/// of the groups hardly has says little. A level that one of them lacks is left out.
/// </remarks>
internal static class EqualScoreGap
{
    /// <summary>The c of each response; 0 throughout where the groups share no level.</summary>
    /// <param name="levels">The human level of each response.</param>
    /// <param name="groups">The group of each, the reference 0; null: of none.</param>
    /// <param name="focal">The focal group.</param>
    public static double[] Of(IReadOnlyList<int> levels, IReadOnlyList<int?> groups, int focal)
    {
        var sizes = levels.Zip(groups).Where(one => one.Second is not null).CountBy(one => (one.First, one.Second!.Value)).ToDictionary();
        var weights = levels.Distinct().ToDictionary(level => level, level =>
        {
            double reference = sizes.GetValueOrDefault((level, 0)), own = sizes.GetValueOrDefault((level, focal));
            return reference * own > 0 ? reference * own / (reference + own) : 0;
        });
        var total = weights.Values.Sum();
        return
        [
            .. levels.Zip(groups, (level, group) => total > 0 && weights[level] > 0 && (group == 0 || group == focal)
                ? (group == 0 ? 1 : -1) * weights[level] / total / sizes[(level, group.Value)]
                : 0),
        ];
    }
}
