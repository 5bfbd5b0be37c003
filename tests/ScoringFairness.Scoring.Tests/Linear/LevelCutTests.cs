using ScoringFairness.Scoring.Linear;
using ScoringFairness.Scoring.Linear.Features;

namespace ScoringFairness.Scoring.Tests.Linear;

public sealed class LevelCutTests
{
    [Fact]
    public void The_cuts_found_agree_as_well_as_the_best_of_all_cuts()
    {
        var random = new Random(4);
        for (var round = 0; round < 20; round++)
        {
            int[] human = [.. Enumerable.Range(0, 30).Select(_ => random.Next(3))];
            double[] scores = [.. human.Select(level => 1 + 0.3 * (level - 1) + random.NextDouble())];
            var found = Kappa([.. scores.Select(LevelCutSearch.Best(scores, human, 3).Level)], human);

            double[] places = [double.NegativeInfinity, .. scores.Order(), double.PositiveInfinity];
            var best = (from low in places
                        from high in places
                        where high >= low
                        select Kappa([.. scores.Select(new LevelCuts([low, high]).Level)], human)).Max();
            Assert.InRange(found, best - 0.02, best + 1e-9);
        }
    }

    [Fact]
    public void A_scaled_score_rises_with_the_score_and_rounds_to_its_level()
    {
        double[][] all =
        [
            [0.2, 0.9, 1.1, 1.1, 2.5], [double.NegativeInfinity, 1, 2, double.PositiveInfinity], [double.PositiveInfinity], [double.NegativeInfinity],
        ];
        foreach (var cuts in all.Select(cuts => new LevelCuts(cuts)))
        {
            var before = double.NegativeInfinity;
            for (var score = -3.0; score < 6; score += 0.01)
            {
                var scaled = cuts.Scaled(score);
                Assert.Equal(cuts.Level(score), (int)Math.Round(scaled, MidpointRounding.ToEven));
                Assert.True(scaled >= before, $"{score}: {scaled} after {before}");
                before = scaled;
            }
        }
    }

    [Fact]
    public void N_grams_are_words_pairs_and_runs_of_two_to_four_characters()
    {
        Assert.Equal(["heat", "heat moves", "moves"], Distinct(Ngrams.AddWords, "Heat  moves!", "heat", "moves", "HEAT, moves", "moves heat"));
        Assert.Equal(["ab", "abc", "bc"], Distinct(Ngrams.AddCharacters, "aBc", "ab", "bc", "abc", "ac", "c b"));

        // The texts of which the first has all n-grams, and what one n-gram of it each adds.
        static IEnumerable<string> Distinct(Action<string, List<ulong>> split, string text, params string[] asked)
        {
            var has = Of(split, text).ToHashSet();
            Assert.Equal(3, has.Count);
            return asked.Where(one => Of(split, one).All(has.Contains))
                .Select(one => one.ToLowerInvariant().Replace(",", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Distinct();
        }

        static List<ulong> Of(Action<string, List<ulong>> split, string text)
        {
            var ngrams = new List<ulong>();
            split(text, ngrams);
            return ngrams;
        }
    }

    private static double Kappa(int[] machine, int[] human)
    {
        var (h, m) = (human.Average(), machine.Average());
        var spread = human.Average(x => (x - h) * (x - h)) + machine.Average(x => (x - m) * (x - m)) + (h - m) * (h - m);
        return 2 * human.Zip(machine, (x, y) => (x - h) * (y - m)).Average() / spread;
    }
}
