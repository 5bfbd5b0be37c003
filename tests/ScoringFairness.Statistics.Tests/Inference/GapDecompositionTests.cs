using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Inference;

/// <summary>What length, prompts and items explain of the difference of two groups.</summary>
public sealed class GapDecompositionTests
{
    [Fact]
    public void A_worked_example_has_the_parts_and_errors_that_exact_fractions_give()
    {
        // Computed apart from this code: normal equations in fractions; errors by derivatives of the weighted parts by each student's weight.
        var (measures, found) = Decomposed(Example());
        Assert.Equal(["gapExplainedByLength", "gapExplainedByPrompt", "gapExplainedByItem"], measures.Select(measure => measure.Code));
        double[] parts = [found.Total.Value, .. found.Parts.Select(part => part.Value), found.Rest.Value];
        Expect(1e-10, [0.16666666666666666, 0.006185560750526146, 0.01557423239129418, -2.7617965840438704e-05, 0.14493449149068677], parts);
        Assert.Equal(parts[0], parts.Skip(1).Sum(), 1e-15);
        Expect(
            1e-7, [0.07136168530615904, 0.011994369993452476, 0.07434337808195608],
            [found.Total.StandardError, found.Parts[0].StandardError, found.Rest.StandardError]);
        // Shares of prompts within their items are taken as they are.
        Expect(5e-4, [0.028712359806716065, 0.0054375348797445705], [found.Parts[1].StandardError, found.Parts[2].StandardError]);
    }

    [Fact]
    public void Which_prompt_is_left_out_changes_nothing()
    {
        var other = Decomposed([.. Example().Select(one => one with { Prompt = one.Prompt == "p" ? "z" : one.Prompt })]).Gap;
        var found = Decomposed(Example()).Gap;
        Expect(1e-10, found.Parts.Select(part => part.Value), other.Parts.Select(part => part.Value));
        Expect(1e-10, found.Parts.Select(part => part.StandardError), other.Parts.Select(part => part.StandardError));
    }

    [Fact]
    public void Prompts_that_items_share_are_told_apart_from_the_items()
    {
        var (_, found) = Decomposed([.. Enumerable.Range(0, 240).Select(at => new DecomposedResponse(
            at % 2, at % 3 == 0 ? 0 : 1, at, 100 + at * 7 % 31, at / 2 % 4 == 0 ? "short" : "long", at % 2 * 0.3 + (at / 2 % 4 == 0 ? 0.2 : 0), double.NaN))]);
        // Nothing but prompts and items makes the errors.
        Assert.Equal(0, found.Rest.Value, 1e-9);
        Assert.Equal(0, found.Parts[0].Value, 1e-9);
        Assert.Equal(found.Total.Value, found.Parts[1].Value + found.Parts[2].Value, 1e-9);
    }

    [Fact]
    public void Groups_that_length_or_prompts_tell_from_each_other_are_not_decomposed()
    {
        Assert.Null(Gap([.. Example().Select(one => one with { Words = one.Group == 0 ? 100 : 50, Prompt = null })]));
        Assert.Null(Gap([.. Example().Select(one => one with { Words = 100 })]));
        Assert.Null(Gap([.. Example().Select(one => one with { Prompt = one.Group == 0 ? "of one" : "of the other" })]));

        static DecomposedGap? Gap(IReadOnlyList<DecomposedResponse> responses) => Of(responses).Gap;
    }

    [Fact]
    public void Intervals_hold_the_planted_parts_as_often_as_they_say()
    {
        var random = new Random(5);
        var held = new int[3];
        const int Studies = 500;
        for (var study = 0; study < Studies; study++)
        {
            var responses = new List<DecomposedResponse>();
            for (var student = 0; student < 100; student++)
            {
                // Two responses each; the first group writes 20 words more, 100 words are worth .2 points, and .1 points are the group's own.
                var (group, own) = (student % 2, 0.2 * Normal(random));
                for (var response = 0; response < 2; response++)
                {
                    var words = 200 + (group == 0 ? 20 : 0) + 40 * Normal(random);
                    var error = 0.002 * words + (group == 0 ? 0.1 : 0) + own + 0.4 * Normal(random);
                    responses.Add(new(0, group, student, (int)Math.Round(words), null, error, double.NaN));
                }
            }
            var gap = Of(responses, ofItems: false).Gap!;
            foreach (var (at, (estimate, truth)) in new[] { (gap.Total, 0.14), (gap.Parts[0], 0.04), (gap.Rest, 0.1) }.Index())
            {
                held[at] += estimate.Low <= truth && truth <= estimate.High ? 1 : 0;
            }
        }
        // Three Monte Carlo errors about 95 %.
        Assert.All(held, count => Assert.InRange(count / (double)Studies, 0.92, 0.98));
    }

    /// <summary>Sixty responses of forty students on two items with three prompts and two.</summary>
    private static List<DecomposedResponse> Example() =>
    [
        .. Enumerable.Range(0, 60).Select(at =>
        {
            var student = at < 40 ? at / 2 : at - 20;
            var isFirst = student % 2 == 0;
            var words = 120 + 37 * at * at % 83 + (isFirst ? 9 : 0);
            var item = at % 5 == 0 ? 0 : at * at / 3 % 2;
            var prompt = item == 0 ? "pqr"[(at * at + at / 7) % 3] : "st"[at / 3 % 2];
            var error = (7 * at % 11 - 5) / 10.0 + words / 500.0 + (prompt is 'q' or 't' ? 0.15 : 0) + (isFirst ? 0.1 : 0);
            return new DecomposedResponse(item, isFirst ? 0 : 1, student, words, prompt.ToString(), error, double.NaN);
        }),
    ];

    private static (IReadOnlyList<Measure> Measures, DecomposedGap Gap) Decomposed(IReadOnlyList<DecomposedResponse> responses) =>
        Of(responses) is var (measures, gap) ? (measures, gap!) : default;

    private static (IReadOnlyList<Measure> Measures, DecomposedGap? Gap) Of(IReadOnlyList<DecomposedResponse> responses, bool ofItems = true)
    {
        var (measures, sets) = ExplainingSets.Of(responses, ofItems);
        return (measures, GapDecomposition.Of(
            [.. responses.Select(one => one.Error)], [.. responses.Select(one => one.Group == 0)], [.. responses.Select(one => one.Student)], sets, 0.95));
    }

    private static void Expect(double tolerance, IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
