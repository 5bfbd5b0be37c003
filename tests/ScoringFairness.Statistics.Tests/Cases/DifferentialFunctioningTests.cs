using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Cases;

/// <summary>Differential functioning against OrderedModel of statsmodels, where a difference of probabilities rounds to 0.</summary>
public sealed class DifferentialFunctioningTests
{
    [Fact]
    public void Twenty_one_levels_and_a_good_machine_are_fitted()
    {
        var dif = DifferentialItemFunctioning.Of(CaseFile.Cube("ev_dif_wide_scale_0_20_sd0.6.csv", new ScoreScale(0, 20, 1)), 0, 1)!;
        Assert.Equal(69.5367, dif.Uniform.Ratio, 1e-4);
        Assert.Equal(7.5e-17, Distributions.ChiSquareUpper(dif.Uniform.Ratio, 1), 5e-19);
        Assert.Equal(0.1971, dif.NonUniform!.Ratio, 1e-4);
    }

    [Theory]
    [InlineData("ev_dif_group_one_level.csv", 0.3684, 0.5439)]
    [InlineData("ev_dif_two_machine_levels_noncontiguous.csv", 0.1281, 0.7204)]
    public void The_uniform_row_stands_where_the_slopes_cannot_be_told_apart(string file, double ratio, double p)
    {
        var rows = CaseFile.Evaluate(file, new ScoreScale(0, 3, 1));
        var uniform = rows.One("difUniform", "item", contrast: "a-b");
        Assert.Equal(ratio, uniform.Statistic!.Value, 5e-5);
        Assert.Equal(p, uniform.PValue!.Value, 5e-5);
        Assert.All(new[] { "difNonUniform", "difEffectSize" }, measure =>
        {
            var row = rows.One(measure, "item", contrast: "a-b");
            Assert.Null(row.Value);
            Assert.Contains("one human level only", row.Note);
        });
    }

    [Theory]
    [InlineData(20, 0.3)]
    [InlineData(20, 0.6)]
    [InlineData(100, 0.6)]
    public void A_shift_of_one_group_is_found_on_any_scale(int highest, double deviation)
    {
        var scale = new ScoreScale(0, highest, 1);
        var cube = new CountCube(2, scale);
        for (var at = 0; at < 4000; at++)
        {
            var human = at * 11 % scale.LevelCount;
            var error = deviation * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (at * 0.6180339887498949 % 1 + 1e-9) / 1.0001);
            cube.Add(at % 2, human, human + error + (at % 2 == 0 ? 0.2 : 0));
        }
        var dif = DifferentialItemFunctioning.Of(cube, 0, 1)!;
        Assert.True(dif.Uniform.Value > 3 * dif.Uniform.StandardError);
        Assert.True(double.IsFinite(dif.NonUniform!.Ratio));
    }
}
