namespace ScoringFairness.Statistics.Inference;

/// <summary>
/// A mean of values of which those of one student may hang together: its variance is that of the students' sums of deviations (Liang,
/// Zeger 1986, Biometrika 73, 13–22), with students/(students − 1).
/// </summary>
internal sealed class ClusteredMean
{
    private const string Method = "clusteredT";
    private const string NoSpread = "No value differs from another; there is nothing to test.";

    /// <param name="values">The values, each with its student.</param>
    public ClusteredMean(IReadOnlyList<(int Student, double Value)> values)
    {
        N = values.Count;
        Value = values.Count == 0 ? double.NaN : values.Sum(one => one.Value) / values.Count;
        double[] sums = [.. values.GroupBy(one => one.Student).Select(student => student.Sum(one => one.Value - Value))];
        Students = sums.Length;
        Variance = Students < 2 ? double.NaN : sums.Sum(sum => sum * sum) / ((double)N * N) * Students / (Students - 1);
    }

    /// <summary>Values.</summary>
    public int N { get; }

    /// <summary>Students.</summary>
    public int Students { get; }

    /// <summary>The mean.</summary>
    public double Value { get; }

    /// <summary>Its variance.</summary>
    public double Variance { get; }

    /// <summary>The mean with its t interval and the test that it is 0.</summary>
    public Estimate Mean(double confidence) => Of(Value, Variance, Students - 1, confidence);

    /// <summary>A share with Wilson's interval, its values being 0 and 1; of fewer responses where those of a student hang together.</summary>
    public Estimate Share(double confidence)
    {
        var independent = Value * (1 - Value) / N;
        var effect = independent > 0 ? Math.Max(1, Variance / independent) : 1;
        var (n, z) = (N / effect, Distributions.NormalCritical(confidence));
        var middle = (Value + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(Value * (1 - Value) / n + z * z / (4 * n * n));
        return new Estimate
        {
            Value = Value,
            Low = Math.Max(0, middle - half),
            High = Math.Min(1, middle + half),
            StandardError = Math.Sqrt(Variance),
            Method = "wilson",
        };
    }

    /// <summary>The difference of two means of other students, this one's minus the other's, with Welch's degrees of freedom.</summary>
    public Estimate Less(ClusteredMean other, double confidence)
    {
        var variance = Variance + other.Variance;
        var degrees = variance * variance / (Variance * Variance / (Students - 1) + other.Variance * other.Variance / (other.Students - 1));
        return Of(Value - other.Value, variance, degrees, confidence);
    }

    private static Estimate Of(double value, double variance, double degrees, double confidence) => variance == 0
        ? Estimate.WithoutSpread(value, Method, NoSpread)
        : Estimate.OfT(value, Math.Sqrt(variance), degrees, confidence, Method);
}
