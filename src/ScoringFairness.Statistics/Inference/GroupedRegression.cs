using MathNet.Numerics.LinearAlgebra;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Inference;

/// <summary>
/// Ordinary least squares on predictors that are 0 or 1, from counts and sums: all responses with the same predictors enter
/// together.
/// </summary>
internal sealed class GroupedRegression(int predictors)
{
    private readonly Matrix<double> _normal = Matrix<double>.Build.Dense(predictors, predictors);
    private readonly Vector<double> _products = Vector<double>.Build.Dense(predictors);
    private Moments _response;

    /// <summary>Adds responses that share their predictors.</summary>
    /// <param name="response">What is explained.</param>
    /// <param name="ones">The predictors that are 1.</param>
    public void Add(Moments response, ReadOnlySpan<int> ones)
    {
        _response += response;
        foreach (var row in ones)
        {
            _products[row] += response.Sum;
            foreach (var column in ones)
            {
                _normal[row, column] += response.N;
            }
        }
    }

    /// <summary>The least-squares solution; null where it is not unique or nothing varies.</summary>
    public LeastSquares? Solve()
    {
        var total = _response.Variance * (_response.N - 1);
        if (_response.N <= predictors || !(total > 1e-24) || Conditioning.IsSingular(_normal))
        {
            return null;
        }
        var inverse = _normal.Inverse();
        var coefficients = inverse * _products;
        // A perfect fit leaves rounding, which is no residual.
        var left = _response.Squares - coefficients * _products;
        var residual = left > _response.Rounding ? left : 0;
        return new LeastSquares(_response.N, predictors, total, residual, [.. coefficients], [.. inverse.Diagonal()]);
    }
}

/// <summary>A least-squares solution.</summary>
/// <param name="N">Responses.</param>
/// <param name="Predictors">Predictors, the intercept among them.</param>
/// <param name="Total">Total sum of squares about the mean.</param>
/// <param name="Residual">Residual sum of squares.</param>
/// <param name="Coefficients">The coefficients.</param>
/// <param name="Leverage">The diagonal of (X'X)⁻¹.</param>
internal sealed record LeastSquares(
    long N, int Predictors, double Total, double Residual, IReadOnlyList<double> Coefficients, IReadOnlyList<double> Leverage)
{
    private long Df => N - Predictors;

    private double AdjustedR2 => 1 - Residual / Df / (Total / (N - 1));

    /// <summary>Compares this model with a nested one; the first <paramref name="labels"/> coefficients are reported.</summary>
    public RegressionFit? Against(LeastSquares? reduced, IReadOnlyList<string> labels)
    {
        if (reduced is null || Predictors == reduced.Predictors)
        {
            return null;
        }
        var df = Predictors - reduced.Predictors;
        var f = (reduced.Residual - Residual) / df / (Residual / Df);
        return new RegressionFit
        {
            AdjustedR2Gain = AdjustedR2 - reduced.AdjustedR2,
            F = Math.Max(0, f),
            Df = df,
            ResidualDf = Df,
            PValue = Distributions.FisherUpper(Math.Max(0, f), df, Df),
            N = N,
            Unexplained = reduced.Residual / Total,
            Coefficients = [.. labels.Select((label, at) => new RegressionCoefficient(
                label, Coefficients[at], Math.Sqrt(Residual / Df * Leverage[at]), Df))],
        };
    }
}

/// <summary>A regression on groups against the one without them.</summary>
public sealed record RegressionFit
{
    /// <summary>Adjusted R² of the model less that of the nested one; negative values are normal.</summary>
    public required double AdjustedR2Gain { get; init; }

    /// <summary>The nested F statistic.</summary>
    public required double F { get; init; }

    /// <summary>Its numerator degrees of freedom: groups − 1.</summary>
    public required int Df { get; init; }

    /// <summary>Its denominator degrees of freedom.</summary>
    public required long ResidualDf { get; init; }

    /// <summary>P(F or more) if groups explain nothing.</summary>
    public required double PValue { get; init; }

    /// <summary>Responses.</summary>
    public required long N { get; init; }

    /// <summary>The share of variation that the nested model leaves.</summary>
    public required double Unexplained { get; init; }

    /// <summary>The intercept, labelled with the base group, and each other group minus it.</summary>
    public required IReadOnlyList<RegressionCoefficient> Coefficients { get; init; }

    /// <summary>The p value of F divided by the design effect of dependent responses.</summary>
    public double PValueAt(double designEffect) => designEffect == 1 ? PValue : Distributions.FisherUpper(F / designEffect, Df, ResidualDf);

    /// <summary>
    /// The interval of the gain in R² in the population, by inverting the noncentral F distribution (Steiger 2004,
    /// Psychological Methods 9, 164–182).
    /// </summary>
    /// <param name="confidence">Nominal coverage.</param>
    /// <param name="designEffect">What F is divided by where responses are not independent; the effect is then of that many fewer.</param>
    public (double Low, double High) Interval(double confidence, double designEffect = 1)
    {
        // Nothing is left unexplained: the population's gain is all there was to gain.
        return double.IsPositiveInfinity(F) ? (Unexplained, Unexplained) : (Gain((1 + confidence) / 2), Gain((1 - confidence) / 2));

        double Gain(double probability)
        {
            var effect = Distributions.FisherNoncentrality(F / designEffect, Df, ResidualDf, probability) * designEffect / N;
            return effect / (1 + effect) * Unexplained;
        }
    }
}

/// <summary>A coefficient with its t test.</summary>
/// <param name="Label">The group.</param>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Df">Degrees of freedom.</param>
public sealed record RegressionCoefficient(string Label, double Value, double StandardError, long Df)
{
    /// <summary>P(|T| at least this) if the coefficient is 0.</summary>
    public double PValue => Distributions.StudentTwoSided(Value / StandardError, Df);

    /// <summary>The t interval.</summary>
    public (double Low, double High) Interval(double confidence)
    {
        var half = Distributions.StudentCritical(Df, confidence) * StandardError;
        return (Value - half, Value + half);
    }
}
