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
        var slope = new double[size];
        foreach (var cell in cells)
        {
            var linear = cell.Predictors.Select((value, at) => value * parameters[cuts + at]).Sum();
            // P(Y ≥ k) for k = 0 … levels: 1, then the cuts, then 0.
            var upper = new double[cuts + 2];
            upper[0] = 1;
            for (var cut = 0; cut < cuts; cut++)
            {
                upper[cut + 1] = 1 / (1 + Math.Exp(-parameters[cut] - linear));
            }
            var n = cell.Counts.Sum();
            for (var level = 0; level <= cuts; level++)
            {
                var probability = upper[level] - upper[level + 1];
                if (!(probability > 0))
                {
                    return (double.NegativeInfinity, gradient, information);
                }
                logLikelihood += cell.Counts[level] == 0 ? 0 : cell.Counts[level] * Math.Log(probability);
                Array.Clear(slope);
                var (d1, d2) = (upper[level] * (1 - upper[level]), upper[level + 1] * (1 - upper[level + 1]));
                if (level > 0)
                {
                    slope[level - 1] += d1;
                }
                if (level < cuts)
                {
                    slope[level] -= d2;
                }
                for (var at = 0; at < predictors; at++)
                {
                    slope[cuts + at] = (d1 - d2) * cell.Predictors[at];
                }
                for (var row = 0; row < size; row++)
                {
                    gradient[row] += cell.Counts[level] * slope[row] / probability;
                    for (var column = 0; column < size; column++)
                    {
                        information[row, column] += n * slope[row] * slope[column] / probability;
                    }
                }
            }
        }
        return (logLikelihood, gradient, information);
    }
}
