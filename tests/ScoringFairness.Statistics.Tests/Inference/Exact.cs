namespace ScoringFairness.Statistics.Tests.Inference;

/// <summary>Distributions computed another way than the library's: closed forms, series and Simpson's rule.</summary>
internal static class Exact
{
    public static double NormalDensity(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>Φ by the series ½ + φ(x)(x + x³/3 + x⁵/15 + …) (Marsaglia 2004, J. Stat. Software 11(4)).</summary>
    public static double Normal(double x)
    {
        if (Math.Abs(x) > 8.5)
        {
            return x > 0 ? 1 : 0;
        }
        var (sum, term) = (x, x);
        for (var odd = 3; Math.Abs(term) > 1e-18; odd += 2)
        {
            term *= x * x / odd;
            sum += term;
        }
        return 0.5 + sum * NormalDensity(x);
    }

    /// <summary>P(χ² ≤ x) with noncentrality λ and one or three degrees of freedom, for which there are closed forms.</summary>
    public static double ChiSquare(double x, int df, double noncentrality)
    {
        var (root, shift) = (Math.Sqrt(x), Math.Sqrt(noncentrality));
        var one = Normal(root - shift) - Normal(-root - shift);
        return df == 1 ? one : one - (NormalDensity(root - shift) - NormalDensity(root + shift)) / shift;
    }

    /// <summary>P(F ≤ f) with noncentrality λ: the noncentral χ² over the density of the denominator's χ², by Simpson's rule.</summary>
    public static double Fisher(double f, int df1, int df2, double noncentrality)
    {
        var logScale = df2 / 2.0 * Math.Log(2) + LogGammaOfHalf(df2);
        var (from, to) = (Math.Max(1e-9, df2 - 12 * Math.Sqrt(2.0 * df2)), df2 + 16 * Math.Sqrt(2.0 * df2) + 40);
        return Simpson(
            v => Math.Exp((df2 / 2.0 - 1) * Math.Log(v) - v / 2 - logScale) * ChiSquare(f * df1 * v / df2, df1, noncentrality), from, to, 20_000);
    }

    public static double Simpson(Func<double, double> of, double from, double to, int steps)
    {
        var width = (to - from) / steps;
        var sum = of(from) + of(to);
        for (var step = 1; step < steps; step++)
        {
            sum += (step % 2 == 1 ? 4 : 2) * of(from + step * width);
        }
        return sum * width / 3;
    }

    /// <summary>ln Γ(n/2) by the recurrence from Γ(½) or Γ(1).</summary>
    private static double LogGammaOfHalf(int n)
    {
        var sum = n % 2 == 1 ? Math.Log(Math.PI) / 2 : 0;
        for (var at = n % 2 == 1 ? 0.5 : 1.0; at < n / 2.0; at++)
        {
            sum += Math.Log(at);
        }
        return sum;
    }
}
