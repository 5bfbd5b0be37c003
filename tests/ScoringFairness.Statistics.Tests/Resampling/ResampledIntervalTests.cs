using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Tests.Resampling;

/// <summary>What is drawn from counts or by formula, against the plain bootstrap of rows.</summary>
public sealed class ResampledIntervalTests
{
    private const int Draws = 1_500;
    private static readonly ScoreScale Scale = new(0, 4, 1);

    [Fact]
    public void Raw_scores_drawn_from_their_power_sums_spread_as_rows_do()
    {
        var random = new Random(8);
        var rows = Enumerable.Range(0, 600).Select(at => (Group: at % 3 == 0 ? 1 : 0, Human: random.Next(5)))
            .Select(row => (row.Group, row.Human, Machine: row.Human * 0.8 + 0.4 + Math.Pow(random.NextDouble(), 2) * (row.Group + 1.2) - 0.3)).ToArray();
        var cube = Cube(rows);
        var bootstrap = new CountBootstrap(cube, 99);
        var (byCounts, byRows) = (Figures(), Figures());
        var (into, byGroup) = (new CountCube(2, Scale), rows.GroupBy(row => row.Group).Select(group => group.ToArray()).ToArray());
        for (var draw = 0; draw < Draws; draw++)
        {
            bootstrap.Draw(draw, into);
            Fill(byCounts, into, draw);
            Fill(byRows, Cube([.. byGroup.SelectMany(group => Enumerable.Range(0, group.Length).Select(_ => group[random.Next(group.Length)]))]), draw);
        }
        foreach (var ((name, _, counts), (_, _, plain)) in byCounts.Zip(byRows))
        {
            var (low, high) = counts.Interval(0.95);
            var (plainLow, plainHigh) = plain.Interval(0.95);
            Assert.True(Math.Abs(counts.Deviation / plain.Deviation - 1) < 0.1, $"{name}: {counts.Deviation} and {plain.Deviation}");
            Assert.True(Math.Abs(low - plainLow) < 0.3 * plain.Deviation && Math.Abs(high - plainHigh) < 0.3 * plain.Deviation,
                $"{name}: {low} to {high}, of rows {plainLow} to {plainHigh}");
        }
    }

    [Fact]
    public void The_standard_error_of_prmse_is_that_of_the_bootstrap_of_rows()
    {
        var random = new Random(4);
        var responses = Enumerable.Range(0, 500).Select(at =>
        {
            var truth = 2 + 1.1 * Normal(random);
            double[] ratings = [.. Enumerable.Range(0, 1 + at % 3).Select(_ => Math.Round(truth + 0.6 * Normal(random)))];
            return (Ratings: ratings, Machine: truth + 0.5 * Normal(random));
        }).ToArray();
        var formula = ProportionalReduction.StandardError(Sums(responses));
        var draws = new Draws(Draws);
        for (var draw = 0; draw < Draws; draw++)
        {
            draws.Values[draw] = ProportionalReduction.Of(Sums([.. responses.Select(_ => responses[random.Next(responses.Length)])]).Sums).Value;
        }
        Assert.InRange(formula / draws.Deviation, 0.9, 1.1);

        static RatingSums Sums((double[] Ratings, double Machine)[] responses)
        {
            var sums = new RatingSums();
            Array.ForEach(responses, response => sums.Add(response.Ratings, response.Machine));
            return sums;
        }
    }

    [Fact]
    public void Students_who_answer_twice_alike_count_once()
    {
        var random = new Random(2);
        var right = Enumerable.Range(0, 400).Select(_ => random.NextDouble() < 0.7).ToArray();
        int[] students = [.. Enumerable.Range(0, 800).Select(at => at / 2)];
        var responses = new StudentResponses
        {
            Student = students,
            Group = [.. students.Select(student => student % 2)],
            Item = [.. students.Select((_, at) => at % 2)],
            Human = [.. students.Select(_ => 2)],
            Machine = [[.. students.Select(student => right[student] ? 2.0 : 3.0)]],
        };
        var bootstrap = new StudentBootstrap(responses, [new StudyItem("1", Scale), new StudyItem("2", Scale)], 6);
        CountCube[] into = [new(2, Scale), new(2, Scale)];
        var draws = new Draws(Draws);
        for (var draw = 0; draw < Draws; draw++)
        {
            var times = bootstrap.Weights(draw);
            Assert.Equal((200, 200), (times.Where((_, student) => student % 2 == 0).Sum(), times.Where((_, student) => student % 2 == 1).Sum()));
            bootstrap.Weigh(0, times, into);
            draws.Values[draw] = (Accuracy.Of(into[0], 0) + Accuracy.Of(into[0], 1) + Accuracy.Of(into[1], 0) + Accuracy.Of(into[1], 1)).Value;
        }
        var strata = new[] { 0, 1 }.Select(group => right.Where((_, student) => student % 2 == group).Average(one => one ? 1.0 : 0));
        Assert.Equal(1, draws.Deviation / Math.Sqrt(strata.Sum(share => share * (1 - share) / 200) / 4), 0.08);
    }

    [Fact]
    public void Permutations_keep_each_groups_human_scores_and_each_machine_score()
    {
        var random = new Random(3);
        var cube = Cube([.. Enumerable.Range(0, 300).Select(at => (
            at % 3 == 0 ? 1 : 0, at % 5, (double)Math.Clamp(at % 5 + random.Next(-1, 2) + (at % 3 == 0 ? 1 : 0), 0, 4)))]);
        var permutation = new GroupPermutation(cube, 0, 1, 12);
        var (into, sum) = (new CountCube(2, Scale), 0.0);
        for (var draw = 0; draw < Draws; draw++)
        {
            permutation.Draw(draw, into);
            for (var human = 0; human < 5; human++)
            {
                Assert.Equal((cube.AtHuman(0, human), cube.AtHuman(1, human)), (into.AtHuman(0, human), into.AtHuman(1, human)));
                for (var machine = 0; machine < 5; machine++)
                {
                    Assert.Equal(cube[0, human, machine] + cube[1, human, machine], into[0, human, machine] + into[1, human, machine]);
                }
            }
            sum += into[1, 2, 3];
        }
        // The mean is drawn × marked ÷ population, the variance at most that of a binomial: five standard errors.
        var expected = (double)cube.AtHuman(1, 2) * (cube[0, 2, 3] + cube[1, 2, 3]) / (cube.AtHuman(0, 2) + cube.AtHuman(1, 2));
        Assert.Equal(expected, sum / Draws, 5 * Math.Sqrt(expected / Draws));
    }

    private static (string Name, Func<CountCube, double> Of, Draws Draws)[] Figures() =>
    [
        ("rmse", cube => RootMeanSquaredError.Of(JointMoments.Of(cube)), new Draws(Draws)),
        ("qwk", cube => QuadraticWeightedKappa.Of(JointMoments.Of(cube)), new Draws(Draws)),
        ("correlation", cube => Correlation.Of(JointMoments.Of(cube)), new Draws(Draws)),
        ("smd", cube => StandardizedMeanDifference.Of(JointMoments.Of(cube, 1)), new Draws(Draws)),
        ("gap change", cube => MeanScoreGapChange.Of(cube, 0, 1), new Draws(Draws)),
        ("accuracy", cube => Accuracy.Of(cube, 1).Value, new Draws(Draws)),
    ];

    private static void Fill((string Name, Func<CountCube, double> Of, Draws Draws)[] figures, CountCube cube, int draw)
    {
        foreach (var (_, of, draws) in figures)
        {
            draws.Values[draw] = of(cube);
        }
    }

    private static CountCube Cube((int Group, int Human, double Machine)[] rows)
    {
        var cube = new CountCube(2, Scale);
        foreach (var (group, human, machine) in rows)
        {
            cube.Add(group, human, machine);
        }
        return cube;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
