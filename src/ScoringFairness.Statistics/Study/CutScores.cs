using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Study;

/// <summary>Scores before the scale, cut into levels as other folds would have it.</summary>
internal static class CutScores
{
    /// <summary>
    /// Each response's level, as a score of its item's scale, by cuts between the scores of the other folds at which each level gets as many of
    /// these as humans gave it. Where there are too few to learn cuts of their own, those of all are taken.
    /// </summary>
    /// <param name="responses">The responses.</param>
    /// <param name="items">The items.</param>
    /// <param name="with">Whose cuts a response is cut by: those of responses that have the same here.</param>
    /// <param name="fewest">Fewer responses have no cuts of their own.</param>
    public static double[] Of(IReadOnlyList<CutResponse> responses, IReadOnlyList<StudyItem> items, Func<CutResponse, int?> with, int fewest)
    {
        var cuts = new Dictionary<(int Item, int Fold, int? With), double[]>();
        return [.. responses.Select(response =>
        {
            var key = (response.Item, response.Fold, With: with(response));
            if (!cuts.TryGetValue(key, out var own))
            {
                var others = responses.Where(one => one.Item == key.Item && one.Fold != key.Fold).ToList();
                var alike = others.FindAll(one => with(one) == key.With);
                cuts.Add(key, own = Cuts(alike.Count < fewest ? others : alike, items[key.Item].Scale.LevelCount));
            }
            return items[response.Item].Scale.ScoreOf(own.Count(cut => cut <= response.Expected));
        })];
    }

    private static double[] Cuts(List<CutResponse> responses, int levels)
    {
        double[] sorted = [.. responses.Select(one => one.Expected).Order()];
        return [.. Enumerable.Range(1, levels - 1).Select(level =>
        {
            var below = responses.Count(one => one.Human < level);
            return below == 0 ? double.NegativeInfinity
                : below == sorted.Length ? double.PositiveInfinity
                : (sorted[below - 1] + sorted[below]) / 2;
        })];
    }
}
