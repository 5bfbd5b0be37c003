using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert;

public sealed class BertDeterminismTests
{
    private static readonly BertScorerEngine Engine = new(BertDefaults.For("scratch:tiny") with { Epochs = 3 });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fits_of_one_request_agree_in_every_bit_while_other_fits_run_beside_them()
    {
        var request = ShortAnswers.Request(80, 20, 40, seed: 5);
        var alone = Bytes(Engine.Fit(request, null, Cancellation));
        var fits = Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
            () =>
            {
                var same = i % 2 == 0;
                var result = Engine.Fit(same ? request : ShortAnswers.Request(60 + i, 10, 10, seed: i), null, Cancellation);
                return (same, Bytes(result));
            },
            Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        foreach (var (same, bytes) in await Task.WhenAll(fits))
            if (same) Assert.Equal(alone, bytes);
    }

    [Fact]
    public void Two_threads_in_a_fit_agree_with_themselves()
    {
        var engine = new BertScorerEngine(BertDefaults.For("scratch:mini") with { Epochs = 1, Threads = 2 });
        var request = ShortAnswers.Request(60, 20, 20, seed: 5);
        Assert.Equal(Bytes(engine.Fit(request, null, Cancellation)), Bytes(engine.Fit(request, null, Cancellation)));
    }

    [Fact]
    public void Another_seed_gives_other_weights_and_other_probabilities()
    {
        var request = ShortAnswers.Request(60, 10, 10, seed: 5);
        var one = Engine.Fit(request, null, Cancellation);
        var other = Engine.Fit(request with { Seed = 6 }, null, Cancellation);
        Assert.NotEqual(one.CheckpointDigest, other.CheckpointDigest);
        Assert.NotEqual(one.Scores[0].Probabilities, other.Scores[0].Probabilities);
    }

    [Fact]
    public void Dropout_and_order_depend_on_the_seed_too()
    {
        var streams = Enum.GetValues<FitStream>().Select(stream => SplitMix64.Of(1, stream).Next()).ToList();
        Assert.Equal(streams.Count, streams.Distinct().Count());
        Assert.All(Enum.GetValues<FitStream>(), s => Assert.NotEqual(SplitMix64.Of(1, s).Next(), SplitMix64.Of(2, s).Next()));
    }

    [Fact]
    public void The_random_sequence_is_the_published_one()
    {
        // First outputs of SplitMix64 for seed 1234567, as its authors' C code gives them.
        var random = new SplitMix64(1234567);
        Assert.Equal(6457827717110365317UL, random.Next());
        Assert.Equal(3203168211198807973UL, random.Next());
    }

    /// <summary>Everything in a result but its clock readings, bit for bit.</summary>
    private static byte[] Bytes(FitResult result)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        foreach (var score in result.Scores)
        {
            writer.Write(score.Level);
            foreach (var p in score.Probabilities) writer.Write(p);
        }
        foreach (var epoch in result.Epochs)
        {
            writer.Write(epoch.Epoch);
            writer.Write(epoch.TrainingLoss);
            writer.Write(epoch.ValidationLoss ?? -1);
            writer.Write(epoch.ValidationAccuracy ?? -1);
        }
        writer.Write(result.ChosenEpoch);
        writer.Write(result.CheckpointDigest!);
        writer.Write(result.VocabularySize);
        writer.Flush();
        return memory.ToArray();
    }
}
