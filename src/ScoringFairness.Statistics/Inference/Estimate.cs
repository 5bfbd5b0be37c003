namespace ScoringFairness.Statistics.Inference;

/// <summary>A figure with its uncertainty.</summary>
internal sealed record Estimate
{
    /// <summary>The figure; NaN: undefined.</summary>
    public required double Value { get; init; }

    /// <summary>The median-unbiased value of a distance; NaN for what is signed.</summary>
    public double Corrected { get; init; } = double.NaN;

    public double Low { get; init; } = double.NaN;

    public double High { get; init; } = double.NaN;

    /// <summary>Standard error; NaN where none is known.</summary>
    public double StandardError { get; init; } = double.NaN;

    public string? Method { get; init; }

    public string? Test { get; init; }

    public double Statistic { get; init; } = double.NaN;

    public double Df { get; init; } = double.NaN;

    public double PValue { get; init; } = double.NaN;

    /// <summary>
    /// How far from the tolerance the figure must lie for <c>within</c> in four cases of five where nothing differs; it falls with √n.
    /// NaN: it follows from the standard error.
    /// </summary>
    public double WithinReach { get; init; } = double.NaN;

    /// <summary>The same for <c>exceeds</c>, were the figure seen the true one.</summary>
    public double ExceedsReach { get; init; } = double.NaN;

    /// <summary>Nominal coverage of the interval where it is not the study's own.</summary>
    public double? Confidence { get; init; }

    public string? Note { get; init; }

    /// <summary>The same with an interval that reaches to these ends at least; ends that are not known widen nothing.</summary>
    public Estimate ReachingTo(double low, double high) =>
        this with { Low = Math.Min(Low, double.IsNaN(low) ? Low : low), High = Math.Max(High, double.IsNaN(high) ? High : high) };

    /// <summary>A figure without any spread: its interval is itself.</summary>
    public static Estimate WithoutSpread(double value, string method, string note) =>
        new() { Value = value, Low = value, High = value, StandardError = 0, Method = method, Note = note };

    /// <summary>A figure with its t interval and the t test that it is 0; its error is above 0.</summary>
    public static Estimate OfT(double value, double error, double degrees, double confidence, string method, string test = "t")
    {
        var half = Distributions.StudentCritical(degrees, confidence) * error;
        return new Estimate
        {
            Value = value,
            Low = value - half,
            High = value + half,
            StandardError = error,
            Method = method,
            Test = test,
            Statistic = value / error,
            Df = degrees,
            PValue = Distributions.StudentTwoSided(value / error, degrees),
        };
    }

    /// <summary>A figure that does not exist.</summary>
    public static Estimate Undefined(string reason) => new() { Value = double.NaN, Note = reason };
}
