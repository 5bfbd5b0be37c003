using System.Runtime.Intrinsics;
using MathNet.Numerics;
using ScoringFairness.Scoring.Bert.Cpu;

namespace ScoringFairness.Scoring.Tests.Bert.Cpu;

public sealed class GeluTests
{
    private static readonly float[] Values = [.. Enumerable.Range(0, 4096).Select(at => (at - 2048) / 150f)];

    [Fact]
    public void The_exponential_is_right_to_the_last_but_one_digit_and_ends_in_zero()
    {
        foreach (var x in Values.Where(x => x <= 0).Concat([-20, -50, -87]))
        {
            Assert.Equal(Math.Exp(x), Exponential.Of(Vector256.Create(x))[3], Math.Exp(x) * 3e-7);
        }
        Assert.Equal(Vector256<float>.Zero, Exponential.Of(Vector256.Create(-88f)));
        Assert.Equal(Vector256<float>.Zero, Exponential.Of(Vector256.Create(float.MinValue)));
        Assert.Equal(Vector256<float>.One, Exponential.Of(Vector256<float>.Zero));
    }

    [Fact]
    public void Values_and_gradients_are_those_of_the_formula()
    {
        var bias = Enumerable.Range(0, 16).Select(at => at / 8f - 1).ToArray();
        var (result, gradient, sums) = (new float[Values.Length], new float[Values.Length], new float[bias.Length]);
        Array.Fill(gradient, 2);
        var slope = Values.ToArray();
        Gelu.Forward(slope, bias, result);
        Gelu.Backward(slope, gradient, sums);
        for (var at = 0; at < Values.Length; at++)
        {
            var x = (double)(Values[at] + bias[at % bias.Length]);
            var normal = 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));
            Assert.Equal(x * normal, result[at], 2e-6);
            Assert.Equal(2 * (normal + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)), gradient[at], 2e-6);
        }
        for (var column = 0; column < sums.Length; column++)
        {
            Assert.Equal(gradient.Where((_, at) => at % bias.Length == column).Sum(one => (double)one), sums[column], 1e-3);
        }
    }
}
