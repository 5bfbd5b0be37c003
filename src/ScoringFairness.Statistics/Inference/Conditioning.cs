using MathNet.Numerics.LinearAlgebra;

namespace ScoringFairness.Statistics.Inference;

/// <summary>Whether normal equations have one solution.</summary>
internal static class Conditioning
{
    private const double Least = 1e-12;

    /// <summary>
    /// Whether a matrix of cross products is singular but for rounding: its smallest eigenvalue, once each diagonal element is
    /// scaled to 1. The determinant would not tell, because it grows with the number of responses.
    /// </summary>
    public static bool IsSingular(Matrix<double> crossProducts)
    {
        var diagonal = crossProducts.Diagonal();
        if (!diagonal.All(element => element > 0 && double.IsFinite(element)))
        {
            return true;
        }
        var scaled = crossProducts.MapIndexed((row, column, element) => element / Math.Sqrt(diagonal[row] * diagonal[column]));
        return !(scaled.Evd(Symmetricity.Symmetric).EigenValues.Min(value => value.Real) > Least);
    }
}
