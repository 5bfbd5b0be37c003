using System.Text.Json.Nodes;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>Responses rated one to four times, with the figures of the author of the derivation.</summary>
public sealed class RsmToolTrueScoreTests
{
    private const double PrintedDecimals = 5e-8;

    [Theory]
    [InlineData("prmse_data.csv")]
    [InlineData("prmse_data_sparse_matrix.csv")]
    public void Proportional_reduction_of_ten_thousand_responses(string file)
    {
        var folder = SharedFolder.Require("oracles", "rsmtool", "C_prmse");
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!;
        var sums = new RatingSums();
        foreach (var row in Table.Read(Path.Combine(folder, file)).Rows)
        {
            double[] ratings = [.. new[] { "h1", "h2", "h3", "h4" }.Select(rater => Table.Number(row[rater])).OfType<double>()];
            sums.Add(ratings, Table.Number(row["system"])!.Value);
        }
        var ours = ProportionalReduction.Of(sums.Sums);
        var exact = expected["full_precision_from_our_run_of_rsmtool"]![file]!;
        Assert.Equal(((double)exact["N single"]!, (double)exact["N multiple"]!), (sums.Single, sums.Multiple));
        Expect.Same((double)exact["Variance of errors"]!, ours.ErrorVariance, "variance of errors");
        Expect.Same((double)exact["True score var"]!, ours.TrueScoreVariance, "variance of true scores");
        Expect.Same((double)exact["MSE true"]!, ours.MeanSquaredError, "mean squared error");
        Expect.Same((double)exact["PRMSE true"]!, ours.Value, "PRMSE");
        var printed = expected[file]!;
        Assert.Equal((double)printed["variance_of_errors"]!, ours.ErrorVariance, PrintedDecimals);
        Assert.Equal((double)printed["true_score_var"]!, ours.TrueScoreVariance, PrintedDecimals);
        Assert.Equal((double)printed["mse_true"]!, ours.MeanSquaredError, PrintedDecimals);
        Assert.Equal((double)printed["prmse_true"]!, ours.Value, PrintedDecimals);
    }

    [Fact]
    public void One_rating_each_needs_the_error_variance_from_elsewhere()
    {
        var expected = Expected()["single_rater_given_variance"]!;
        var sums = new RatingSums();
        foreach (var (human, machine) in Numbers(expected["human"]!).Zip(Numbers(expected["system"]!)))
        {
            sums.Add([human!.Value], machine!.Value);
        }
        Expect.Same((double)expected["prmse_true"]!, ProportionalReduction.Of(sums.Sums, (double)expected["rater_error_variance"]!).Value, "PRMSE");
        Expect.Same(null, ProportionalReduction.Of(sums.Sums).Value, "PRMSE without it");
    }

    [Fact]
    public void Two_columns_that_never_rate_the_same_response_give_no_figure()
    {
        var expected = Expected()["all_single_scored_two_columns"]!;
        var sums = new RatingSums();
        foreach (var ((one, other), machine) in Numbers(expected["h1"]!).Zip(Numbers(expected["h2"]!)).Zip(Numbers(expected["system"]!)))
        {
            sums.Add([(one ?? other)!.Value], machine!.Value);
        }
        var ours = ProportionalReduction.Of(sums.Sums);
        Expect.Same((double?)expected["variance_of_errors"], ours.ErrorVariance, "variance of errors");
        Expect.Same((double?)expected["prmse_true"], ours.Value, "PRMSE");
    }

    private static JsonNode Expected() =>
        JsonNode.Parse(File.ReadAllText(SharedFolder.Require("oracles", "rsmtool", "C_prmse", "expected.json")))!;

    private static IEnumerable<double?> Numbers(JsonNode array) => array.AsArray().Select(one => (double?)one);
}
