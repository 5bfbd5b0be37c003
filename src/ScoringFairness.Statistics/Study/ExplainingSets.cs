using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Study;

/// <summary>The variables that may explain a gap: length; where there are several, prompts within items; and items.</summary>
internal static class ExplainingSets
{
    /// <summary>The sets, each with the measure of what it explains.</summary>
    /// <param name="responses">The responses of two groups.</param>
    /// <param name="ofItems">Whether items are a set: they are of several.</param>
    public static (IReadOnlyList<Measure> Measures, IReadOnlyList<IReadOnlyList<double[]>> Sets) Of(IReadOnlyList<DecomposedResponse> responses, bool ofItems)
    {
        var (measures, sets) = (new List<Measure>(), new List<IReadOnlyList<double[]>>());
        Add(CauseMeasures.GapExplainedByLength, [responses.Select(one => (double)one.Words).ToArray()]);
        if (responses.Any(one => one.Prompt is not null))
        {
            Add(CauseMeasures.GapExplainedByPrompt, Prompts(responses));
        }
        if (ofItems)
        {
            Add(CauseMeasures.GapExplainedByItem,
                [.. responses.Select(one => one.Item).Distinct().Order().Skip(1).Select(item => Column(responses, one => one.Item == item ? 1 : 0))]);
        }
        return (measures, sets);

        void Add(Measure measure, IReadOnlyList<double[]> set)
        {
            measures.Add(measure);
            sets.Add(set);
        }
    }

    /// <summary>
    /// An indicator of each prompt but one, less its share among the responses of the items that share prompts with its own: what differs
    /// between items that share none is theirs, not that of whichever prompt happens to be left out (Oaxaca, Ransom 1999, Review of Economics
    /// and Statistics 81, 154–157).
    /// </summary>
    private static IReadOnlyList<double[]> Prompts(IReadOnlyList<DecomposedResponse> responses)
    {
        var part = Parts(responses);
        var sizes = responses.GroupBy(one => part[one.Item]).ToDictionary(same => same.Key, same => (double)same.Count());
        return
        [
            .. responses.GroupBy(one => (Part: part[one.Item], Prompt: one.Prompt ?? "")).OrderBy(same => same.Key.Part)
                .ThenBy(same => same.Key.Prompt, StringComparer.Ordinal)
                .GroupBy(same => same.Key.Part).SelectMany(own => own.Skip(1))
                .Select(prompt => Column(
                    responses, one => part[one.Item] != prompt.Key.Part ? 0
                        : ((one.Prompt ?? "") == prompt.Key.Prompt ? 1 : 0) - prompt.Count() / sizes[prompt.Key.Part])),
        ];
    }

    /// <summary>The least number among the items that an item shares prompts with, at first or second hand.</summary>
    private static Dictionary<int, int> Parts(IReadOnlyList<DecomposedResponse> responses)
    {
        var part = responses.Select(one => one.Item).Distinct().ToDictionary(item => item);
        var prompts = responses.GroupBy(one => one.Prompt ?? "", one => one.Item).Select(same => same.Distinct().ToArray()).ToList();
        bool changed;
        do
        {
            changed = false;
            foreach (var items in prompts)
            {
                var least = items.Min(item => part[item]);
                foreach (var item in items.Where(item => part[item] != least))
                {
                    (part[item], changed) = (least, true);
                }
            }
        }
        while (changed);
        return part;
    }

    private static double[] Column(IReadOnlyList<DecomposedResponse> responses, Func<DecomposedResponse, double> of) => [.. responses.Select(of)];
}
