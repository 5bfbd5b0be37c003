using System.Text.Json.Nodes;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>The small vectors of RSMTool's own unit tests.</summary>
public sealed class RsmToolUnitTests
{
    /// <summary>p of a perfect fit is rounding noise.</summary>
    private const double Noise = 1e-7;

    private static readonly Lazy<JsonNode?> Cases = new(() =>
        SharedFolder.Find("oracles", "rsmtool", "D_unit", "cases.json") is { } path ? JsonNode.Parse(File.ReadAllText(path)) : null);

    public static TheoryData<string?> FairnessCases => Cases.Value is { } cases
        ? [.. cases["fairness"]!.AsArray().Select(one => (string)one!["name"]!)]
        : [(string?)null];

    [Theory]
    [MemberData(nameof(FairnessCases))]
    public void Regressions_on_a_handful_of_rows(string? name)
    {
        var expected = Of("fairness").Single(one => (string)one!["name"]! == name)!;
        string[] labels = [.. expected["group"]!.AsArray().Select(one => (string)one!).Distinct()];
        var cube = new CountCube(labels.Length, new ScoreScale(0, 6, 1));
        foreach (var ((human, machine), group) in Numbers(expected["human"]!).Zip(Numbers(expected["system"]!)).Zip(expected["group"]!.AsArray()))
        {
            cube.Add(Array.IndexOf(labels, (string)group!), (int)human, machine);
        }
        var figures = expected["full_figures_from_our_run_of_rsmtool"]!;
        var baseGroup = (string)expected["base_group_used"]!;
        foreach (var (code, fit) in new (string, Func<CountCube, IReadOnlyList<string>, RegressionFit?>)[]
        {
            ("osa", (cube, labels) => ErrorRegression.OverallScoreAccuracy(cube, labels)),
            ("osd", (cube, labels) => ErrorRegression.OverallScoreDifference(cube, labels)),
            ("csd", (cube, labels) => ErrorRegression.ConditionalScoreDifference(cube, labels)),
        })
        {
            var ours = fit(cube, labels)!;
            Expect.Same((double)figures[code]!["adjR2"]!, ours.AdjustedR2Gain, code);
            SameP((double)figures[code]!["p"]!, ours.PValue, $"p of {code}");
            if (ours.Coefficients[0].Label != baseGroup)
            {
                // Ours has the largest group as its base always; the fit as a whole does not depend on it.
                Assert.NotNull(expected["base_group_requested"]);
                continue;
            }
            foreach (var (label, estimate) in figures[code]!["estimates"]!.AsObject())
            {
                var coefficient = ours.Coefficients.Single(one => label == one.Label || label == $"Intercept ({one.Label})");
                var (low, high) = coefficient.Interval(0.95);
                Expect.Same((double)estimate!["estimate"]!, coefficient.Value, label);
                Expect.Same((double)estimate["[0.025"]!, low, $"{label} low");
                Expect.Same((double)estimate["0.975]"]!, high, $"{label} high");
                SameP((double)estimate["P>[t]"]!, coefficient.PValue, $"{label} p");
            }
        }
    }

    [Fact]
    public void The_base_group_is_the_largest_and_of_equal_ones_the_first_by_label()
    {
        foreach (var expected in Of("reference_group").Where(one => one!["base"] is null))
        {
            var values = expected!["values"]!.AsArray().Select(one => (string)one!).ToList();
            string[] labels = [.. values.Distinct()];
            var cube = new CountCube(labels.Length, new ScoreScale(0, 1, 1));
            values.ForEach(value => cube.Add(Array.IndexOf(labels, value), 0, 0));
            Assert.Equal((string)expected["expect_first"]!, labels[ErrorRegression.Order(cube, labels)[0]]);
        }
    }

    [Fact]
    public void Standardised_differences_of_means()
    {
        foreach (var expected in Of("smd").Where(one => (string)one!["method"]! is "johnson" or "williamson"))
        {
            // Ours takes the deviation of the scores at hand; RSMTool can be given another, which only divides the difference.
            var moments = Moments(expected!["human"]!, expected["system"]!);
            var given = (double)expected["population_human_sd"]!;
            var points = moments.Machine.Mean - moments.Human.Mean;
            if (moments.Human.Varies)
            {
                var deviation = moments.Human.Deviation;
                Expect.Same(
                    (double?)expected["expect"],
                    StandardizedMeanDifference.Of(moments) * deviation / given is var smd && double.IsFinite(smd) ? smd : null,
                    "SMD");
            }
            else
            {
                Expect.Same(null, StandardizedMeanDifference.Of(moments), "SMD of one response");
                Expect.Same((double?)expected["expect"], points / given, "points by the deviation given");
            }
        }
        foreach (var expected in Of("dsm"))
        {
            var moments = Moments(expected!["human"]!, expected["system"]!);
            var ours = DifferenceOfStandardizedMeans.Of(
                moments,
                Population((double)expected["h_mean"]!, (double)expected["h_sd"]!),
                Population((double)expected["s_mean"]!, (double)expected["s_sd"]!));
            Expect.Same((double?)expected["expect"], ours, "DSM");
        }
    }

    [Fact]
    public void Agreement_of_small_and_of_constant_scores()
    {
        foreach (var expected in Of("qwk"))
        {
            Expect.Same((double)expected!["expect"]!, QuadraticWeightedKappa.Of(Moments(expected["human"]!, expected["system"]!)), "QWK");
        }
        foreach (var expected in Of("metrics_helper").Where(one => one!["population_human_sd"] is null))
        {
            var (human, machine) = expected!["data"] is null
                ? (expected["human"]!, expected["system"]!)
                : Training((string)expected["human"]!, (string)expected["system"]!);
            var cube = new CountCube(1, new ScoreScale(0, 7, 1));
            foreach (var (h, m) in Numbers(human).Zip(Numbers(machine)))
            {
                cube.Add(0, (int)h, m);
            }
            var moments = JointMoments.Of(cube);
            var isRounded = Numbers(machine).All(double.IsInteger);
            var ours = new Dictionary<string, double?>
            {
                ["N"] = moments.N,
                ["R2"] = CoefficientOfDetermination.Of(moments),
                ["RMSE"] = RootMeanSquaredError.Of(moments),
                ["SMD"] = StandardizedMeanDifference.Of(moments),
                ["corr"] = Correlation.Of(moments),
                ["wtkappa"] = QuadraticWeightedKappa.Of(moments),
                ["kappa"] = Kappa.Of(cube, [0]),
                ["h_mean"] = moments.Human.Mean,
                ["h_sd"] = moments.Human.Deviation,
                ["sys_mean"] = moments.Machine.Mean,
                ["sys_sd"] = moments.Machine.Deviation,
                ["DSM"] = DifferenceOfStandardizedMeans.Of(moments, moments.Human, moments.Machine),
                ["exact_agr"] = 100 * Accuracy.Of(cube, 0).Value,
                ["adj_agr"] = 100 * AdjacentAgreement.Of(cube, 0).Value,
            };
            foreach (var (column, value) in expected["expect"]!.AsObject().Where(one => ours.ContainsKey(one.Key)))
            {
                // Agreement of raw scores means equality to the last digit there, agreement of classes here.
                if (isRounded || column is not ("exact_agr" or "adj_agr"))
                {
                    Expect.Same((double?)value, ours[column], column);
                }
            }
        }
    }

    [Fact]
    public void Half_points_go_to_the_even_level()
    {
        foreach (var pair in Of("round_half_to_even"))
        {
            Assert.Equal((int)pair![1]!, new ScoreScale(0, 6, 1).NearestLevel((double)pair[0]!));
        }
    }

    private static JsonArray Of(string section)
    {
        SharedFolder.Require("oracles", "rsmtool", "D_unit", "cases.json");
        return Cases.Value![section]!.AsArray();
    }

    private static IEnumerable<double> Numbers(JsonNode array) => array.AsArray().Select(one => (double)one!);

    private static JointMoments Moments(JsonNode human, JsonNode machine) => Numbers(human).Zip(Numbers(machine))
        .Select(pair => new JointMoments(1, pair.First, pair.Second, pair.First * pair.First, pair.Second * pair.Second, pair.First * pair.Second))
        .Aggregate((one, other) => one + other);

    /// <summary>Two scores with that mean and that deviation.</summary>
    private static Moments Population(double mean, double deviation) => new(2, 2 * mean, 2 * mean * mean + deviation * deviation);

    private static (JsonNode Human, JsonNode Machine) Training(string human, string machine)
    {
        var rows = Table.Read(SharedFolder.Require("oracles", "rsmtool", "D_unit", "train_scores.csv")).Rows;
        return (Column(human), Column(machine));

        JsonArray Column(string name) => [.. rows.Select(row => (JsonNode)Table.Number(row[name])!.Value)];
    }

    private static void SameP(double expected, double got, string what)
    {
        if (expected < Noise)
        {
            Assert.True(got < Noise, $"{what}: {got}");
            return;
        }
        Expect.SameP(expected, got, what);
    }
}
