using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Screening;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Scoring.Probes;

namespace ScoringFairness.Scoring.Tests.Probes;

/// <summary>Probes that guess a group from what a scorer sees of a text.</summary>
public sealed class GroupProbeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_group_that_one_number_of_many_tells_is_guessed_and_one_that_none_tells_is_not()
    {
        // Two normals one and a half deviations apart have an area of Φ(1.5/√2) = .856; no probe that has to find the number reaches it.
        var planted = Guesses(apart: 1.5, seed: 1);
        Assert.InRange(Area(planted, one => one.ByVector), 0.78, 0.87);
        Assert.InRange(Area(planted, one => one.ByPlain), 0.44, 0.56);
        Assert.InRange(Enumerable.Range(2, 5).Average(seed => Area(Guesses(apart: 0, seed), one => one.ByVector)), 0.47, 0.53);
    }

    [Fact]
    public void Plain_features_guess_a_group_that_writes_longer_texts()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(at => string.Join(' ', Enumerable.Repeat("word", 20 + at * 7 % 11 + (at % 2 == 0 ? 12 : 0))))];
        var probe = new GroupProbe(texts, [.. texts.Select(_ => new ResponseVector(null, [1, 2]))], [.. Enumerable.Range(0, 200)], 1, Cancellation);
        var guesses = probe.Guesses(at => at % 2 == 0);
        Assert.InRange(Area(guesses, one => one.ByPlain), 0.98, 1);
        // A vector that is the same for all tells nothing.
        Assert.Equal(0.5, Area(guesses, one => one.ByVector));
    }

    [Fact]
    public void Responses_of_a_cluster_are_held_out_together_and_whoever_scored_has_the_same_parts()
    {
        int[] clusters = [.. Enumerable.Range(0, 300).Select(at => at / 3)];
        var (one, other) = (Of(3), Of(7));
        Assert.Equal(one.Select(guess => (guess.At, guess.Part)), other.Select(guess => (guess.At, guess.Part)));
        Assert.All(one.GroupBy(guess => clusters[guess.At]), cluster => Assert.Single(cluster.Select(guess => guess.Part).Distinct()));
        Assert.Equal(GroupProbe.Parts, one.Select(guess => guess.Part).Distinct().Count());
        Assert.Equal(201, one.Count);
        Assert.Empty(Probe(3).Guesses(at => clusters[at] < 9 ? true : clusters[at] < 50 ? false : null));

        IReadOnlyList<ProbeGuess> Of(int width) => Probe(width).Guesses(at => clusters[at] % 3 == 0 ? true : clusters[at] % 3 == 1 ? false : null);

        GroupProbe Probe(int width) => new(
            [.. clusters.Select(_ => "a text")], Vectors(clusters.Length, width, new Random(width), _ => 0), clusters, 5, Cancellation);
    }

    [Fact]
    public void Ridge_from_products_is_ridge_from_the_numbers_themselves()
    {
        var random = new Random(2);
        var vectors = Vectors(40, 3, random, _ => 0);
        double[] values = [.. Enumerable.Range(0, 40).Select(at => vectors[at].Values[0] - 0.5 * vectors[at].Values[2] + random.NextDouble())];
        double[][] rows = [.. vectors.Select(vector => vector.Values.Select(value => (double)value).ToArray())];
        double[][] products = [.. rows.Select(row => rows.Select(other => DualRidge.Product(row, other)).ToArray())];
        int[] training = [.. Enumerable.Range(0, 30)];
        var ridge = new DualRidge(products, training, values);
        ridge.Train(2);
        // (XᵀX + λI)w = Xᵀy of centred rows.
        double[] means = [.. Enumerable.Range(0, 3).Select(place => training.Average(row => rows[row][place]))];
        double[][] centred = [.. training.Select(row => rows[row].Zip(means, (value, mean) => value - mean).ToArray())];
        var weights = SmallSystem.Solve(
            [.. Enumerable.Range(0, 3).Select(one => Enumerable.Range(0, 3)
                .Select(other => centred.Sum(row => row[one] * row[other]) + (one == other ? 2 : 0)).ToArray())],
            [.. Enumerable.Range(0, 3).Select(one => centred.Zip(training, (row, at) => row[one] * values[at]).Sum())]);
        foreach (var at in Enumerable.Range(31, 9))
        {
            var expected = rows[at].Zip(rows[30], (value, first) => value - first).Zip(weights, (difference, weight) => difference * weight).Sum();
            Assert.Equal(expected, ridge.Guess(at) - ridge.Guess(30), 1e-4);
        }
    }

    [Fact]
    public void N_grams_have_the_products_that_the_same_numbers_in_full_would_have()
    {
        ResponseVector[] sparse = [new([0, 3], [1, 2]), new([3], [4]), new([1, 2], [5, 1])];
        var products = Products.Of(sparse, Cancellation);
        // Squared lengths 5, 16 and 26; the mean of all products is 63/9, so a centred vector's mean square is 47/3 − 7.
        Assert.Equal(8 / (47 / 3.0 - 7), products[0][1], 1e-12);
        Assert.Equal(0, products[1][2]);
        Assert.Equal(26 / (47 / 3.0 - 7), products[2][2], 1e-12);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("bert")]
    [InlineData("screening")]
    public void Scorers_tell_the_vectors_of_the_responses_that_they_are_asked_of_and_score_as_without(string kind)
    {
        using var encodings = new EncodedResponses();
        IScorerEngine engine = kind switch
        {
            "linear" => new LinearScorerEngine(),
            "bert" => new BertScorerEngine(BertDefaults.For("scratch:tiny", TrainingMode.FineTuning) with { MaxTokens = 16, Epochs = 1, Ensemble = 2 }),
            _ => new ScreeningEngine(BertDefaults.For("package:arctic-xs", TrainingMode.Screening) with { MaxTokens = 16 }, encodings),
        };
        var request = new FitRequest
        {
            Training = PlantedGap.Make(24, 1),
            Validation = PlantedGap.Make(8, 2),
            Responses = ["one good tale", "another tale that is longer", "one good tale", "no more"],
            LevelCount = 4,
            Seed = 3,
        };
        var (without, told) = (engine.Fit(request, null, Cancellation), engine.Fit(request with { Vectors = 3 }, null, Cancellation));
        Assert.Empty(without.Vectors);
        Assert.Equal(3, told.Vectors.Count);
        Assert.Equal(told.Vectors[0].Values, told.Vectors[2].Values);
        Assert.NotEqual(told.Vectors[0].Values, told.Vectors[1].Values);
        Assert.All(told.Vectors, vector => Assert.Equal(vector.Places?.Count ?? told.Vectors[0].Values.Count, vector.Values.Count));
        Assert.Equal(without.Scores.Select(score => score.Score), told.Scores.Select(score => score.Score));
    }

    private static IReadOnlyList<ProbeGuess> Guesses(double apart, int seed)
    {
        var random = new Random(seed);
        var vectors = Vectors(500, 60, random, at => at % 2 == 0 ? apart : 0);
        return new GroupProbe([.. vectors.Select(_ => "a text")], vectors, [.. Enumerable.Range(0, 500)], (ulong)seed, Cancellation).Guesses(at => at % 2 == 0);
    }

    /// <summary>Normal numbers, the first of which is shifted.</summary>
    private static List<ResponseVector> Vectors(int count, int width, Random random, Func<int, double> shift) =>
    [
        .. Enumerable.Range(0, count).Select(at => new ResponseVector(
            null, [.. Enumerable.Range(0, width).Select(place => (float)(Normal(random) + (place == 0 ? shift(at) : 0)))])),
    ];

    /// <summary>The share of pairs within a part in which the even place has the higher guess.</summary>
    private static double Area(IReadOnlyList<ProbeGuess> guesses, Func<ProbeGuess, double> of)
    {
        var pairs = guesses.GroupBy(one => one.Part).SelectMany(part =>
            from first in part
            where first.At % 2 == 0
            from second in part
            where second.At % 2 == 1
            select Math.Sign(of(first) - of(second))).ToList();
        return 0.5 + pairs.Average() / 2;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
