using ScoringFairness.Scoring.Linear;

namespace ScoringFairness.Scoring.Tests.Linear;

/// <summary>Three ways to cut real-valued scores into levels, on scores that lie nearer together than the humans'.</summary>
public sealed class LevelCutRuleTests
{
    private static readonly (double[] Places, int[] Human) Shrunk = Make();

    [Fact]
    public void Nearest_leaves_scores_where_they_are()
    {
        var cuts = LevelCutSearch.Best(Shrunk.Places, Shrunk.Human, 5, LevelCutRule.Nearest);
        Assert.All(Shrunk.Places, place => Assert.Equal((int)Math.Clamp(Math.Round(place), 0, 4), cuts.Level(place)));
        Assert.Equal(2.3, cuts.Scaled(2.3), 1e-9);
    }

    [Fact]
    public void Spread_gives_each_level_as_many_responses_as_humans_gave_it()
    {
        var cuts = LevelCutSearch.Best(Shrunk.Places, Shrunk.Human, 5, LevelCutRule.Spread);
        for (var level = 0; level < 5; level++)
        {
            var humans = Shrunk.Human.Count(one => one == level);
            Assert.InRange(Shrunk.Places.Count(place => cuts.Level(place) == level), humans - 25, humans + 25);
        }
    }

    [Fact]
    public void Qwk_agrees_best_and_is_what_there_was_before_there_was_a_choice()
    {
        var kappas = Enum.GetValues<LevelCutRule>().ToDictionary(rule => rule, rule => Kappa(LevelCutSearch.Best(Shrunk.Places, Shrunk.Human, 5, rule)));
        Assert.True(kappas[LevelCutRule.Qwk] >= kappas[LevelCutRule.Spread], string.Join(", ", kappas));
        Assert.True(kappas[LevelCutRule.Spread] > kappas[LevelCutRule.Nearest], string.Join(", ", kappas));
        Assert.Equal(LevelCutRule.Qwk, default);
    }

    private static double Kappa(LevelCuts cuts)
    {
        double[] machine = [.. Shrunk.Places.Select(place => (double)cuts.Level(place))];
        var (h, m) = (Shrunk.Human.Average(), machine.Average());
        return 2 * Shrunk.Human.Zip(machine, (one, other) => (one - h) * (other - m)).Average()
            / (Shrunk.Human.Average(one => (one - h) * (one - h)) + machine.Average(one => (one - m) * (one - m)) + (h - m) * (h - m));
    }

    private static (double[] Places, int[] Human) Make()
    {
        var random = new Random(4);
        int[] human = [.. Enumerable.Range(0, 1500).Select(_ => random.Next(5))];
        return ([.. human.Select(level => 2 + 0.45 * (level - 2) + 0.35 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))], human);
    }
}
