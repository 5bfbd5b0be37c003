using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Study;

/// <summary>What the change of the mean score gap is made of: what lengths of texts, prompts and items explain, and the rest.</summary>
internal static class DecompositionFigures
{
    private const int MostPrompts = 200;

    /// <summary>The figures of a scope; n counts responses whose text is known.</summary>
    public static IEnumerable<Figure> Of(Scope scope, IReadOnlyList<DecomposedResponse> responses)
    {
        var isExpected = scope.Form == RowCodes.Expected;
        foreach (var focal in scope.Focal)
        {
            var own = responses.Where(one => (one.Group == scope.Reference || one.Group == focal) && (scope.Item is null || one.Item == scope.Item)).ToList();
            var sizes = new[] { scope.Reference, focal }.ToDictionary(group => group, group => own.LongCount(one => one.Group == group));
            var (measures, sets) = ExplainingSets.Of(own, scope.Item is null);
            var reason = scope.TooSmall(scope.Reference, focal)
                ?? (sizes.Values.Min() < scope.Options.MinGroupSize ? "Too few responses of a group have a text that is known (minGroupSize)." : null)
                ?? (sets.Max(set => set.Count) > MostPrompts ? $"There are more than {MostPrompts} prompts or items." : null);
            var gap = reason is null
                ? GapDecomposition.Of(
                    [.. own.Select(one => isExpected ? one.Expected : one.Error)], [.. own.Select(one => one.Group == scope.Reference)],
                    [.. own.Select(one => one.Student)], sets, scope.Options.Confidence)
                : null;
            reason ??= "The groups, or the lengths, prompts and items, are not to be told apart.";
            yield return Figure(CauseMeasures.GapDecomposed, gap?.Total);
            foreach (var (measure, at) in measures.Select((measure, at) => (measure, at)))
            {
                var isLength = gap is not null && measure == CauseMeasures.GapExplainedByLength;
                yield return Figure(measure, gap?.Parts[at], isLength ? LengthNote(gap!, own) : null);
            }
            yield return Figure(CauseMeasures.GapUnexplained, gap?.Rest);

            Figure Figure(Measure measure, Estimate? estimate, string? note = null) => new()
            {
                Row = scope.RowOf(measure, scope.Reference, focal) with
                {
                    N = sizes.Values.Sum(),
                    NByGroup = sizes.ToDictionary(size => scope.Groups[size.Key], size => size.Value),
                },
                Known = estimate is null ? Estimate.Undefined(reason) : estimate with { Note = Rows.Join(estimate.Note, note) },
                OverItems = true,
            };

            string LengthNote(DecomposedGap found, IReadOnlyList<DecomposedResponse> of) => string.Create(CultureInfo.InvariantCulture,
                $"Texts of '{scope.Groups[scope.Reference]}' have {Words(of, scope.Reference):0} words on average, those of "
                + $"'{scope.Groups[focal]}' {Words(of, focal):0}; a hundred words more go with {100 * found.Coefficients[0][0]:+0.0000;-0.0000} points "
                + $"of error.");
        }
    }

    private static double Words(IReadOnlyList<DecomposedResponse> of, int group) => of.Where(one => one.Group == group).Average(one => one.Words);
}
