using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Study;

/// <summary>How well probes guess the group: from the scorer's vector, from plain features, and the first less the second.</summary>
internal static class ProbeFigures
{
    /// <summary>The figures of a scope; n counts responses that a probe guessed about.</summary>
    public static IEnumerable<Figure> Of(Scope scope, IReadOnlyList<ProbedResponse> probed)
    {
        foreach (var focal in scope.Focal)
        {
            var own = probed.Where(one => one.Focal == focal && (scope.Item is null || one.Item == scope.Item)).ToList();
            var sizes = new[] { scope.Reference, focal }.ToDictionary(group => group, group => own.LongCount(one => one.Group == group));
            var few = scope.TooSmall(scope.Reference, focal) ?? sizes.Where(size => size.Value < scope.Options.MinGroupSize).Select(size => string.Create(
                CultureInfo.InvariantCulture,
                $"Of group '{scope.Groups[size.Key]}' fewer held-out responses were put to a probe than the {scope.Options.MinGroupSize} asked for "
                + $"(minGroupSize)."))
                .FirstOrDefault();
            var (vector, plain) = few is null ? (Area(one => one.ByVector), Area(one => one.ByPlain)) : (null, null);
            var confidence = scope.Options.Confidence;
            yield return Figure(CauseMeasures.GroupProbe, vector?.Estimate(confidence));
            yield return Figure(CauseMeasures.GroupProbePlain, plain?.Estimate(confidence));
            yield return Figure(CauseMeasures.GroupProbeDifference, plain is null ? null : vector?.Less(plain, confidence));

            StratifiedArea? Area(Func<ProbedResponse, double> guess) => StratifiedArea.Of(
                [.. own.Select(one => (one.Part, one.Group == scope.Reference, one.Student, guess(one)))]);

            Figure Figure(Measure measure, Estimate? estimate) => new()
            {
                Row = scope.RowOf(measure, scope.Reference, focal) with
                {
                    N = sizes.Values.Sum(),
                    NByGroup = sizes.ToDictionary(size => scope.Groups[size.Key], size => size.Value),
                },
                Known = estimate ?? Estimate.Undefined(few ?? "No probe met responses of both groups."),
                OverItems = true,
            };
        }
    }
}
