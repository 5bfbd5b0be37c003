using CsCheck;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Training;

public sealed class LengthBatchesTests
{
    private static readonly Gen<(int[] Lengths, int Size, long Seed)> Cases =
        Gen.Select(Gen.Int[1, 512].Array[1, 900], Gen.Int[1, 40], Gen.Long);

    [Fact]
    public void Every_response_stands_in_exactly_one_training_batch() =>
        Cases.Sample(c =>
        {
            var batches = LengthBatches.ForTraining(c.Lengths, c.Size, SplitMix64.Of(c.Seed, FitStream.Order));
            Assert.Equal(Enumerable.Range(0, c.Lengths.Length), batches.SelectMany(b => b).Order());
            Assert.All(batches, b => Assert.InRange(b.Length, 1, c.Size));
        }, iter: 300);

    [Fact]
    public void Every_response_stands_in_exactly_one_scoring_batch_and_none_is_too_large() =>
        Cases.Sample(c =>
        {
            var batches = LengthBatches.ForScoring(c.Lengths, 1024).ToList();
            Assert.Equal(Enumerable.Range(0, c.Lengths.Length), batches.SelectMany(b => b).Order());
            Assert.All(batches, b => Assert.True(b.Length == 1 || b.Length * b.Max(i => c.Lengths[i]) <= 1024));
        }, iter: 300);

    [Fact]
    public void Batches_are_the_same_for_the_same_seed_and_differ_for_another()
    {
        var lengths = Enumerable.Range(0, 200).Select(i => 5 + i % 40).ToArray();
        Assert.Equal(Order(lengths, 1), Order(lengths, 1));
        Assert.NotEqual(Order(lengths, 1), Order(lengths, 2));
    }

    [Fact]
    public void Epochs_differ_from_each_other()
    {
        var lengths = Enumerable.Range(0, 200).Select(i => 5 + i % 40).ToArray();
        var random = SplitMix64.Of(1, FitStream.Order);
        var (first, second) = (LengthBatches.ForTraining(lengths, 16, random), LengthBatches.ForTraining(lengths, 16, random));
        Assert.NotEqual(first.SelectMany(b => b), second.SelectMany(b => b));
    }

    [Fact]
    public void Short_answers_are_padded_by_less_than_a_twentieth()
    {
        var lengths = ShortAnswers.Make(250, 1).Select(t => t.Text.Split(' ').Length + 3).ToArray();
        var batches = LengthBatches.ForTraining(lengths, 16, SplitMix64.Of(1, FitStream.Order));
        var computed = batches.Sum(b => b.Length * b.Max(i => lengths[i]));
        Assert.InRange(1 - lengths.Sum() / (double)computed, 0, 0.05);
    }

    private static IEnumerable<int> Order(int[] lengths, long seed) =>
        LengthBatches.ForTraining(lengths, 16, SplitMix64.Of(seed, FitStream.Order)).SelectMany(b => b);
}
