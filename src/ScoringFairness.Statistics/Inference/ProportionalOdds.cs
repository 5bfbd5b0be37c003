using MathNet.Numerics.LinearAlgebra;

namespace ScoringFairness.Statistics.Inference;

/// <summary>Responses that share their predictors: how many got each level.</summary>
/// <param name="Predictors">The predictors.</param>
/// <param name="Counts">Responses by level.</param>
internal sealed record OrdinalCell(double[] Predictors, long[] Counts);

/// <summary>
/// The proportional-odds model logit P(Y ≥ k) = α_k + x'β (McCullagh 1980, J. R. Stat. Soc. B 42, 109–142), fitted to counts
/// by Fisher scoring with step halving.
/// </summary>
internal sealed record ProportionalOdds(double LogLikelihood, double NullLogLikelihood, long N, double[] Coefficients, double[] StandardErrors)
{
    private const int MaximumSteps = 60;

    /// <summary>Nagelkerke's pseudo-R² (1991, Biometrika 78, 691–692).</summary>
    public double PseudoR2 =>
        (1 - Math.Exp(2 * (NullLogLikelihood - LogLikelihood) / N)) / (1 - Math.Exp(2 * NullLogLikelihood / N));

    /// <summary>Fits the model; null where it does not converge (the groups or levels are separated, or a predictor does not vary).</summary>
    public static ProportionalOdds? Fit(IReadOnlyList<OrdinalCell> cells, int predictors)
    {
        var used = Enumerable.Range(0, cells[0].Counts.Length).Where(level => cells.Any(cell => cell.Counts[level] > 0)).ToArray();
        if (used.Length < 2)
        {
            return null;
        }
        var rows = cells.Select(cell => cell with { Counts = [.. used.Select(level => cell.Counts[level])] })
            .Where(cell => cell.Counts.Any(count => count > 0)).ToList();
        var cuts = used.Length - 1;
        var totals = Enumerable.Range(0, used.Length).Select(level => rows.Sum(cell => (double)cell.Counts[level])).ToArray();
        var n = totals.Sum();
        var parameters = Vector<double>.Build.Dense(cuts + predictors);
        for (var cut = 0; cut < cuts; cut++)
        {
            var above = totals.Skip(cut + 1).Sum();
            parameters[cut] = Math.Log(above / (n - above));
        }
        var none = totals.Where(total => total > 0).Sum(total => total * Math.Log(total / n));
        var score = Score(rows, cuts, predictors, parameters);
        for (var step = 0; step < MaximumSteps; step++)
        {
            if (Conditioning.IsSingular(score.Information))
            {
                return null;
            }
            var move = score.Information.Solve(score.Gradient);
            if (move.L2Norm() < 1e-10 * (1 + parameters.L2Norm()))
            {
                var errors = score.Information.Inverse().Diagonal().Skip(cuts).Select(Math.Sqrt).ToArray();
                return new ProportionalOdds(score.LogLikelihood, none, (long)n, [.. parameters.Skip(cuts)], errors);
            }
            var tried = Score(rows, cuts, predictors, parameters + move);
            for (var halving = 0; halving < 30 && !(tried.LogLikelihood >= score.LogLikelihood - 1e-12 * Math.Abs(score.LogLikelihood)); halving++)
            {
                move /= 2;
                tried = Score(rows, cuts, predictors, parameters + move);
            }
            parameters += move;
            score = tried;
        }
        return null;
    }

    private static (double LogLikelihood, Vector<double> Gradient, Matrix<double> Information) Score(
        List<OrdinalCell> cells, int cuts, int predictors, Vector<double> parameters)
    {
        var size = cuts + predictors;
        var gradient = Vector<double>.Build.Dense(size);
        var information = Matrix<double>.Build.Dense(size, size);
        var logLikelihood = 0.0;
        var (places, slopes) = (new int[2 + predictors], new double[2 + predictors]);
        foreach (var cell in cells)
        {
            var linear = cell.Predictors.Select((value, at) => value * parameters[cuts + at]).Sum();
            var n = cell.Counts.Sum();
            for (var level = 0; level <= cuts; level++)
            {
                // Log odds of Y ≥ level and of Y ≥ level + 1. A difference of the two probabilities would round to 0 far from
                // the human score, as on any wide scale with a good machine; its logarithm does not.
                var above = level == 0 ? double.PositiveInfinity : parameters[level - 1] + linear;
                var beyond = level == cuts ? double.NegativeInfinity : parameters[level] + linear;
                if (!(above > beyond))
                {
                    return (double.NegativeInfinity, gradient, information);
                }
                var logProbability = -LogOfOneAndExp(-above) - LogOfOneAndExp(beyond) + Math.Log(-Math.Exp(beyond - above) + 1);
                logLikelihood += cell.Counts[level] == 0 ? 0 : cell.Counts[level] * logProbability;
                // The derivatives of that logarithm: by the level's own two cuts, then by the coefficients.
                var between = 1 / (Math.Exp(above - beyond) - 1);
                var (under, over) = (Logistic(-above), Logistic(beyond));
                var used = 0;
                if (level > 0)
                {
                    (places[used], slopes[used++]) = (level - 1, under + between);
                }
                if (level < cuts)
                {
                    (places[used], slopes[used++]) = (level, -over - between);
                }
                for (var at = 0; at < predictors; at++)
                {
                    (places[used], slopes[used++]) = (cuts + at, (under - over) * cell.Predictors[at]);
                }
                var expected = n * Math.Exp(logProbability);
                for (var row = 0; row < used; row++)
                {
                    gradient[places[row]] += cell.Counts[level] * slopes[row];
                    for (var column = 0; column < used; column++)
                    {
                        information[places[row], places[column]] += expected * slopes[row] * slopes[column];
                    }
                }
            }
        }
        return (logLikelihood, gradient, information);
    }

    private static double Logistic(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    /// <summary>ln(1 + eˣ) without overflow.</summary>
    private static double LogOfOneAndExp(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));
}
