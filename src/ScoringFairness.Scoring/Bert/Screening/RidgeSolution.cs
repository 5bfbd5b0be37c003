using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Screening;

/// <summary>Ridge regression in closed form: the w and b that minimise Σ(y − wx − b)² + λ‖w‖².</summary>
/// <remarks>
/// Hoerl, Kennard (1970), Technometrics 12, 55–67. With more features than rows by the rows' own products: w = Xᵀ(XXᵀ + λI)⁻¹y.
/// </remarks>
/// <param name="Weights">w, [F] of float64.</param>
/// <param name="Intercept">b.</param>
internal sealed record RidgeSolution(Tensor Weights, double Intercept)
{
    /// <summary>Solves it, in the current dispose scope.</summary>
    /// <param name="features">[N, F].</param>
    /// <param name="scores">[N] of float64.</param>
    /// <param name="penalty">λ.</param>
    public static RidgeSolution Of(Tensor features, Tensor scores, double penalty)
    {
        using var scope = NewDisposeScope();
        var mean = features.mean([0L], keepdim: true);
        var x = (features - mean).to_type(ScalarType.Float64);
        var level = scores.mean();
        var y = (scores - level).unsqueeze(1);
        var weights = x.shape[0] < x.shape[1]
            ? x.t().mm(Solve(x.mm(x.t()), y, penalty))
            : Solve(x.t().mm(x), x.t().mm(y), penalty);
        var row = weights.squeeze(1);
        var intercept = level.item<double>() - mean.to_type(ScalarType.Float64).squeeze(0).dot(row).item<double>();
        return new(row.MoveToOuterDisposeScope(), intercept);
    }

    /// <summary>Where rows lie on the line.</summary>
    public double[] Places(Tensor features)
    {
        if (features.shape[0] == 0) return [];
        using var scope = NewDisposeScope();
        return (features.to_type(ScalarType.Float64).mv(Weights) + Intercept).data<double>().ToArray();
    }

    private static Tensor Solve(Tensor products, Tensor right, double penalty) =>
        linalg.solve(products + penalty * eye(products.shape[0], dtype: ScalarType.Float64), right);
}
