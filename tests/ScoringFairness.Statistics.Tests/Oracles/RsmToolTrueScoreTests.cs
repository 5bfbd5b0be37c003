using System.Text.Json.Nodes;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>
/// The true score: every experiment that lies in the folder, and responses rated one to four times, with the figures of the
/// author of the derivation.
/// </summary>
public sealed class RsmToolTrueScoreTests
{
    private const double PrintedDecimals = 5e-8;

    public static TheoryData<string?> Experiments => RsmToolCase.All();

    [Theory]
    [MemberData(nameof(Experiments))]
    public void Against_the_true_score(string? name)
    {
        var experiment = RsmToolCase.Read(name);
        foreach (var row in experiment.Expected("true_score_eval")?.Rows ?? [])
        {
            TrueScore(row, new RsmToolFigures(experiment, row[""]), null, experiment.RaterErrorVariance);
        }
        foreach (var attribute in experiment.Subgroups)
        {
            var figures = new RsmToolFigures(experiment, experiment.Prefix, attribute);
            foreach (var row in experiment.Expected($"prmse_and_error_by_{attribute}")?.Rows ?? [])
            {
                var group = RsmToolCase.Group(row["group"]);
                TrueScore(row, figures, group, experiment.RaterErrorVariance);
                var error = figures.Pairs(group).Error;
                Expect.Same(Table.Number(row["mean_signed_error(system-human)"]), error.Mean, $"mean error {group}");
                Expect.Same(Table.Number(row["mean_squared_error"]), error.Squares / error.N, $"mean squared error {group}");
            }
        }
    }

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

    private static void TrueScore(IReadOnlyDictionary<string, string> expected, RsmToolFigures figures, string? group, double? errorVariance)
    {
        var ratings = figures.Ratings(group);
        var reduction = ProportionalReduction.Of(ratings.Sums, errorVariance);
        Assert.Equal((Table.Number(expected["N single"]), Table.Number(expected["N multiple"])), (ratings.Single, ratings.Multiple));
        Expect.Same(Table.Number(expected["Variance of errors"]), reduction.ErrorVariance, "variance of errors");
        Expect.Same(Table.Number(expected["True score var"]), reduction.TrueScoreVariance, "variance of true scores");
        Expect.Same(Table.Number(expected["MSE true"]), reduction.MeanSquaredError, "mean squared error");
        Expect.Same(Table.Number(expected["PRMSE true"]), reduction.Value, "PRMSE");
        if (errorVariance is null && figures.Rows is { } rows)
        {
            // RSMTool prints it however few responses were rated twice.
            var told = ratings.Multiple >= ProportionalReduction.LeastRatedTwice ? Table.Number(expected["PRMSE true"]) : null;
            Expect.Same(told, rows.One("prmse", "item", group: group).Value, "row of PRMSE");
        }
    }

    private static JsonNode Expected() =>
        JsonNode.Parse(File.ReadAllText(SharedFolder.Require("oracles", "rsmtool", "C_prmse", "expected.json")))!;

    private static IEnumerable<double?> Numbers(JsonNode array) => array.AsArray().Select(one => (double?)one);
}
