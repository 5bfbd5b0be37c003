using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Tests.Inference;

public sealed class ProportionalOddsTests
{
    /// <summary>
    /// Satisfaction of 1,681 residents of Copenhagen (Madsen 1976) by contact, type of house and influence: low, medium, high.
    /// </summary>
    private static readonly long[][] Housing =
    [
        [21, 21, 28], [34, 22, 36], [10, 11, 36], [61, 23, 17], [43, 35, 40], [26, 18, 54],
        [13, 9, 10], [8, 8, 12], [6, 7, 9], [18, 6, 7], [15, 13, 13], [7, 5, 11],
        [14, 19, 37], [17, 23, 40], [3, 5, 23], [78, 46, 43], [48, 45, 86], [15, 25, 62],
        [20, 23, 20], [10, 22, 24], [7, 10, 21], [57, 23, 13], [31, 21, 13], [5, 6, 13],
    ];

    /// <summary>Venables and Ripley 2002, Modern Applied Statistics with S, 7.3, and the documentation of polr in R's MASS.</summary>
    [Fact]
    public void The_housing_data_give_the_printed_coefficients()
    {
        var fit = ProportionalOdds.Fit(
            [
                .. Housing.Select((counts, at) => new OrdinalCell(
                    [
                        Is(at % 3 == 1), Is(at % 3 == 2), Is(at / 3 % 4 == 1), Is(at / 3 % 4 == 2), Is(at / 3 % 4 == 3), Is(at >= 12),
                    ],
                    counts)),
            ],
            6)!;
        Assert.Equal(1681, fit.N);
        Assert.Equal(3479.149, -2 * fit.LogLikelihood, 5e-4);
        double[] printed = [0.5663937, 1.2888191, -0.5723501, -0.3661866, -1.0910149, 0.3602841];
        // Printed errors are of the observed information, ours of the expected one.
        double[] errors = [0.10465, 0.12716, 0.11924, 0.15517, 0.15149, 0.09554];
        Assert.All(printed.Zip(fit.Coefficients), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
        Assert.All(errors.Zip(fit.StandardErrors), pair => Assert.Equal(1, pair.Second / pair.First, 0.02));

        static double Is(bool yes) => yes ? 1 : 0;
    }

    [Fact]
    public void With_two_levels_and_one_yes_or_no_the_coefficient_is_the_log_odds_ratio()
    {
        var fit = ProportionalOdds.Fit([new([0], [60, 40]), new([1], [30, 70])], 1)!;
        Assert.Equal(Math.Log(70 * 60 / (30.0 * 40)), fit.Coefficients[0], 1e-9);
        Assert.Equal(Math.Sqrt(1 / 60.0 + 1 / 40.0 + 1 / 30.0 + 1 / 70.0), fit.StandardErrors[0], 1e-9);
        Assert.Equal(60 * Math.Log(.6) + 40 * Math.Log(.4) + 30 * Math.Log(.3) + 70 * Math.Log(.7), fit.LogLikelihood, 1e-9);
        var (one, none) = (Math.Exp(2 * (fit.NullLogLikelihood - fit.LogLikelihood) / 200), Math.Exp(2 * (90 * Math.Log(.45) + 110 * Math.Log(.55)) / 200));
        Assert.Equal((1 - one) / (1 - none), fit.PseudoR2, 1e-9);
    }

    [Fact]
    public void No_step_aside_from_the_fit_is_likelier()
    {
        OrdinalCell[] cells = [new([0, 0], [20, 30, 10, 5]), new([1, 0], [10, 30, 25, 9]), new([0, 1], [4, 20, 30, 22]), new([1, 1.5], [3, 9, 28, 41])];
        var fit = ProportionalOdds.Fit(cells, 2)!;
        foreach (var step in new[] { -0.01, 0.01 })
        {
            for (var at = 0; at < 2; at++)
            {
                double[] moved = [.. fit.Coefficients];
                moved[at] += step;
                Assert.True(Best(cells, moved) < fit.LogLikelihood);
            }
        }
        Assert.Equal(fit.LogLikelihood, Best(cells, fit.Coefficients), 1e-7);
    }

    [Fact]
    public void Separated_scores_have_no_fit()
    {
        Assert.Null(ProportionalOdds.Fit([new([0], [50, 0]), new([1], [0, 50])], 1));
        Assert.Null(ProportionalOdds.Fit([new([0], [50, 0]), new([1], [50, 0])], 1));
        Assert.Null(ProportionalOdds.Fit([new([1], [50, 20]), new([1], [30, 50])], 1));
    }

    /// <summary>The largest likelihood over the cuts at given coefficients, by going through the cuts in turn.</summary>
    private static double Best(OrdinalCell[] cells, double[] coefficients)
    {
        double[] cuts = [2, 0, -2];
        for (var width = 1.0; width > 1e-6; width /= 2)
        {
            for (var round = 0; round < 20; round++)
            {
                for (var cut = 0; cut < cuts.Length; cut++)
                {
                    foreach (var step in new[] { -width, width })
                    {
                        double[] tried = [.. cuts];
                        tried[cut] += step;
                        cuts = Likelihood(tried) > Likelihood(cuts) ? tried : cuts;
                    }
                }
            }
        }
        return Likelihood(cuts);

        double Likelihood(double[] at) => cells.Sum(cell => cell.Counts.Index().Sum(level =>
            level.Item * Math.Log(Math.Max(1e-300, AtLeast(at, cell, level.Index) - AtLeast(at, cell, level.Index + 1)))));

        double AtLeast(double[] at, OrdinalCell cell, int level) => level == 0 ? 1 : level > at.Length ? 0
            : 1 / (1 + Math.Exp(-at[level - 1] - cell.Predictors.Zip(coefficients, (x, slope) => x * slope).Sum()));
    }
}
