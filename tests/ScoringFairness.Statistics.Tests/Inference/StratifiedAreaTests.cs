using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Tests.Inference;

/// <summary>Areas under the curve of guesses of several probes.</summary>
public sealed class StratifiedAreaTests
{
    [Fact]
    public void A_worked_example_has_the_areas_and_errors_that_counting_pairs_gives()
    {
        // Computed apart from this code: pairs one by one; errors by derivatives of the weighted areas by each student's weight.
        var (first, second) = (Area(Example(isFirst: true)), Area(Example(isFirst: false)));
        Assert.Equal(0.5568669527896996, first.Value, 1e-12);
        Assert.Equal(0.3626609442060086, second.Value, 1e-12);
        Assert.Equal(0.06669678500793581, first.Estimate(0.95).StandardError, 1e-7);
        Assert.Equal(0.06702589207353127, second.Estimate(0.95).StandardError, 1e-7);
        var less = first.Less(second, 0.95);
        Assert.Equal(0.19420600858369097, less.Value, 1e-12);
        Assert.Equal(0.09877742034052696, less.StandardError, 1e-7);
        // Student's t of .975 with 39 degrees of freedom is 2.022691.
        Assert.Equal(less.Value + 2.022691 * less.StandardError, less.High, 1e-6);
    }

    [Fact]
    public void Guesses_of_two_probes_are_not_compared()
    {
        // Each probe is right of every pair; their scales lie apart.
        var area = Area([(0, true, 1, 11), (0, false, 2, 10), (1, true, 3, 1), (1, false, 4, 0)]);
        Assert.Equal(1, area.Value);
        Assert.Null(StratifiedArea.Of([(0, true, 1, 11), (1, false, 2, 10)]));
        var estimate = area.Estimate(0.95);
        Assert.True(double.IsNaN(estimate.Low) && estimate.Note is not null);
    }

    [Fact]
    public void Intervals_hold_the_truth_as_often_as_they_say_where_students_write_twice()
    {
        var random = new Random(3);
        var held = new int[3];
        const int Studies = 500;
        // Two normals one standard deviation apart: the area is Φ(1/√2).
        const double Truth = 0.7602499389065233;
        for (var study = 0; study < Studies; study++)
        {
            var (one, other) = (new List<(int, bool, int, double)>(), new List<(int, bool, int, double)>());
            for (var student = 0; student < 60; student++)
            {
                var (isFirst, own) = (student % 2 == 0, Math.Sqrt(0.5) * Normal(random));
                for (var response = 0; response < 2; response++)
                {
                    one.Add((student / 20, isFirst, student, (isFirst ? 1 : 0) + own + Math.Sqrt(0.5) * Normal(random)));
                    other.Add((student / 20, isFirst, student, (isFirst ? 1 : 0) + own + Math.Sqrt(0.5) * Normal(random)));
                }
            }
            var (first, second) = (Area(one), Area(other));
            held[0] += Holds(first.Estimate(0.95), Truth);
            held[1] += Holds(second.Estimate(0.95), Truth);
            held[2] += Holds(first.Less(second, 0.95), 0);
        }
        Assert.All(held, count => Assert.InRange(count / (double)Studies, 0.92, 0.98));

        static int Holds(Estimate estimate, double truth) => estimate.Low <= truth && truth <= estimate.High ? 1 : 0;
    }

    private static StratifiedArea Area(IReadOnlyList<(int Stratum, bool IsFirst, int Student, double Guess)> guesses) => StratifiedArea.Of(guesses)!;

    private static List<(int Stratum, bool IsFirst, int Student, double Guess)> Example(bool isFirst) =>
    [
        .. Enumerable.Range(0, 60).Select(at =>
        {
            var student = at < 40 ? at / 2 : at - 20;
            var group = student % 2 == 0;
            var guess = isFirst ? 13 * at % 17 / 10.0 + (group ? 0.4 : 0) : 5 * at % 19 / 10.0 + (group ? 0.1 : 0);
            return (at % 5 == 0 ? 0 : at * at / 3 % 2, group, student, guess);
        }),
    ];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
