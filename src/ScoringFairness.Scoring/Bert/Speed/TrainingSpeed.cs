using System.Diagnostics;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Speed;

/// <summary>How fast a model of random weights trains on this machine.</summary>
/// <remarks>The texts are random tokens: speed does not depend on what they say, only on how long they are.</remarks>
public sealed record TrainingSpeed
{
    private const int PretrainedVocabulary = 30_522;
    private const int LearntVocabulary = 2_000;

    /// <summary>The model's size.</summary>
    public required string Model { get; init; }

    /// <summary>Tokens of a text: the mean of short answers, or what essays are cut to.</summary>
    public required int Length { get; init; }

    /// <summary>Steps measured.</summary>
    public required int Steps { get; init; }

    /// <summary>Real tokens per second, padding not counted.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Operations of the model's matrix products per second, in 10⁹; none are counted for padding.</summary>
    public required double Gflops { get; init; }

    /// <summary>Share of the computed tokens that are padding.</summary>
    public required double Padding { get; init; }

    /// <summary>Shares of the time: data, forward, backward, optimizer.</summary>
    public required (double Data, double Forward, double Backward, double Optimizer) Shares { get; init; }

    /// <summary>Seconds of a text scored, per text trained on.</summary>
    public required double ScoringShare { get; init; }

    /// <summary>The sizes that can be measured: those of random weights, and that of BERT-base.</summary>
    public static IReadOnlyList<string> Models { get; } = ["tiny", "mini", "minilm", "base"];

    /// <summary>Trains models side by side, as a worker does, each on a thread of its own.</summary>
    /// <param name="device">What they are trained on.</param>
    /// <param name="model">One of <see cref="Models"/>.</param>
    /// <param name="length">40: lengths from 20 to 60; more: three in four texts have that length, the others from half of it.</param>
    /// <param name="batchSize">Texts of a step.</param>
    /// <param name="fits">Models.</param>
    /// <param name="threads">Torch threads of each.</param>
    /// <param name="seconds">Each stops after the step in which this is reached.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <returns>What they do together; shares are means over them.</returns>
    public static TrainingSpeed SideBySide(
        TorchDevice device, string model, int length, int batchSize, int fits, int threads, double seconds, CancellationToken cancellation)
    {
        var all = Task.WhenAll(Enumerable.Range(0, fits).Select(_ => Task.Factory.StartNew(
            () => Measure(device, model, length, batchSize, threads, seconds, cancellation),
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)))
            .GetAwaiter().GetResult();
        return new()
        {
            Model = model,
            Length = length,
            Steps = all.Sum(one => one.Steps),
            TokensPerSecond = all.Sum(one => one.TokensPerSecond),
            Gflops = all.Sum(one => one.Gflops),
            Padding = all.Average(one => one.Padding),
            Shares = (
                all.Average(one => one.Shares.Data), all.Average(one => one.Shares.Forward),
                all.Average(one => one.Shares.Backward), all.Average(one => one.Shares.Optimizer)),
            ScoringShare = all.Average(one => one.ScoringShare),
        };
    }

    private static TrainingSpeed Measure(
        TorchDevice device, string model, int length, int batchSize, int threads, double seconds, CancellationToken cancellation)
    {
        set_num_threads(threads);
        TensorMemory.Keep();
        using var scope = NewDisposeScope();
        var dropout = new DropoutMasks(1);
        var config = Config(model);
        using var bert = new BertForSequenceClassification(config, 4, dropout);
        using (var weights = new Generator(2)) RandomWeights.Draw(bert, weights);
        bert.Place(device);
        var random = new SplitMix64(3);
        var texts = Enumerable.Range(0, 512).Select(_ => Text(random, length, config.VocabSize)).ToArray();
        var options = new BertOptions { BatchSize = batchSize, Threads = threads };
        var tuning = new FineTuning(bert, options, [new LevelLoss(0, ClassWeights.None, [1, 1, 1, 1])], random, new(null, 1, 1), cancellation);
        var batches = LengthBatches.ForTraining([.. texts.Select(text => text.Text.Tokens)], batchSize, random);

        bert.train();
        tuning.Step([.. batches[0].Select(at => texts[at])], 1e-5);
        var times = tuning.StartTimes();
        var (real, computed, work, steps) = (0L, 0L, 0.0, 0);
        while (times.Total.TotalSeconds < seconds)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = batches[++steps % batches.Count].Select(at => texts[at]).ToArray();
            var (_, tokens) = tuning.Step(batch, 1e-5);
            real += tokens;
            computed += tuning.LastComputedTokens;
            work += batch.Sum(text => BertWork.Training(config, text.Text.Tokens));
        }
        var total = times.Total.TotalSeconds;
        return new()
        {
            Model = model,
            Length = length,
            Steps = steps,
            TokensPerSecond = real / total,
            Gflops = work / total / 1e9,
            Padding = 1 - (double)real / computed,
            Shares = (times.Data / times.Total, times.Forward / times.Total, times.Backward / times.Total, times.Optimizer / times.Total),
            ScoringShare = Scoring(bert, [.. texts.Take(batchSize * 2).Select(text => text.Text)], cancellation) * real / total,
        };
    }

    /// <summary>Seconds of a token scored.</summary>
    private static double Scoring(BertForSequenceClassification bert, TokenizedText[] texts, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        new ScoringPass(bert, bert.Config.PadTokenId).Outputs(texts, _ => { }, cancellation);
        return Stopwatch.GetElapsedTime(started).TotalSeconds / texts.Sum(text => (long)text.Tokens);
    }

    private static BertConfig Config(string model) => model switch
    {
        "tiny" => BertConfig.OfScratch(ScratchSize.Tiny, LearntVocabulary),
        "mini" => BertConfig.OfScratch(ScratchSize.Mini, LearntVocabulary),
        "minilm" => new()
        {
            VocabSize = PretrainedVocabulary,
            HiddenSize = 384,
            NumHiddenLayers = 6,
            NumAttentionHeads = 12,
            IntermediateSize = 1536,
        },
        "base" => new()
        {
            VocabSize = PretrainedVocabulary,
            HiddenSize = 768,
            NumHiddenLayers = 12,
            NumAttentionHeads = 12,
            IntermediateSize = 3072,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(model), model, $"Models are {string.Join(", ", Models)}."),
    };

    private static LabelledTokens Text(SplitMix64 random, int length, int vocabulary)
    {
        var tokens = length <= 64 ? length / 2 + random.Below(length + 1) : Math.Min(length, length / 2 + random.Below(2 * length + 1));
        return new(Enumerable.Range(0, tokens).Select(_ => 1 + random.Below(vocabulary - 1)).ToArray(), random.Below(4));
    }
}
