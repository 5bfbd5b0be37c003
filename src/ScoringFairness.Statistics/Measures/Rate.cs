namespace ScoringFairness.Statistics.Measures;

/// <summary>Hits among the responses that could have been hits.</summary>
/// <param name="Hits">How many were.</param>
/// <param name="N">How many could have been.</param>
public readonly record struct Rate(long Hits, long N)
{
    /// <summary>Hits ÷ N; NaN where N is 0.</summary>
    public double Value => N == 0 ? double.NaN : (double)Hits / N;

    /// <summary>Both together.</summary>
    public static Rate operator +(Rate left, Rate right) => new(left.Hits + right.Hits, left.N + right.N);

    /// <summary>Both together.</summary>
    public Rate Add(Rate other) => this + other;
}
