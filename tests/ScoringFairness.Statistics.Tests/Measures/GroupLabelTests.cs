using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Measures;

/// <summary>A group's label is text and nothing else.</summary>
public sealed class GroupLabelTests
{
    private static readonly string[] Plain = ["a", "b", "c", "d"];
    private static readonly string[] Odd = ["St. Louis, \"East\"", "Ulm - Süd", "Intercept (b)", "naïve|日本 '\\n {0}"];

    /// <summary>Unequal sizes, so that no tie is broken by label.</summary>
    private static readonly int[] Sizes = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3];

    [Fact]
    public void Figures_do_not_depend_on_the_characters_of_labels()
    {
        var plain = Evaluate(Plain);
        var odd = Evaluate(Odd);
        Assert.Equal(plain.Count, odd.Count);
        foreach (var (one, other) in plain.Zip(odd))
        {
            var renamed = one.Group is { } group ? Odd[Array.IndexOf(Plain, group)] : null;
            Assert.Equal((one.Measure, renamed, Renamed(one.Contrast)), (other.Measure, other.Group, other.Contrast));
            Assert.Equal((one.Value, one.N), (other.Value, other.N));
            Assert.Equal(one.NByGroup.Values, other.NByGroup.Values);
            if (one.Method is "wilson" or "newcombe" or "welch" or "t" or "wald" or "noncentralF")
            {
                Assert.Equal((one.Low, one.High, one.PValue), (other.Low, other.High, other.PValue));
            }
        }
    }

    private static string? Renamed(string? contrast) => contrast is null or RowCodes.LargestContrast
        ? contrast
        : string.Join('-', contrast.Split('-').Select(label => Odd[Array.IndexOf(Plain, label)]));

    private static IReadOnlyList<MeasureRow> Evaluate(string[] groups) => StudyEvaluation.Evaluate(
        Enumerable.Range(0, 1_000).Select(at => new ScoredRow("item", groups[Sizes[at % 10]], at % 4, at * 7 % 11 < 8 ? at % 4 : at / 4 % 4))
            .ToData(new ScoreScale(0, 3, 1), groups),
        new EvaluationOptions { Reference = groups[0], Focal = groups[1..], BootstrapDraws = 20, Permutations = 20 });
}
