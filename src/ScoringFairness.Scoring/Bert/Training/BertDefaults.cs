using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Checkpoints.Packages;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>The defaults of training, by kind of checkpoint.</summary>
public static class BertDefaults
{
    /// <summary>The checkpoints that every installation has.</summary>
    public static IReadOnlyList<string> Checkpoints { get; } =
        ["scratch:tiny", "scratch:mini", .. PackagedEncoder.All.Select(encoder => encoder.ToString())];

    /// <summary>
    /// The options for a checkpoint. A pre-trained one begins where screening ends: a regression on the means of all layers over the whole
    /// response, with features beside them; larger ones go on at the published rate (Sun et al. 2019, arXiv 1905.05583: 2e-5, layer decay
    /// .95), the small ones that come with the program at a larger one, and in their last layer alone. Random weights need steps fifty times
    /// as long, for words longer ones than for layers, and more passes; a fifth of some hundreds of short answers is too few to choose an
    /// epoch by, and worth more as training data.
    /// </summary>
    /// <param name="checkpoint">A checkpoint's name; a name that is none gets the defaults of a pre-trained one.</param>
    /// <param name="mode">
    /// Screening reads whole responses and fits a line; a small classifier, where one is asked for, gets longer steps and more of them.
    /// </param>
    /// <param name="head">
    /// A head that is asked for; null: the checkpoint's default. One of levels begins at random and learns faster than the encoder; on larger
    /// checkpoints it gets the published recipe whole.
    /// </param>
    public static BertOptions For(string checkpoint, TrainingMode mode = TrainingMode.FineTuning, LevelHead? head = null) => mode == TrainingMode.Screening
        ? Tuning(checkpoint, null) with
        {
            Mode = mode,
            Head = LevelHead.Regression,
            Pooling = Pooling.Layers,
            Features = true,
            LongTexts = LongTexts.Windows,
            Epochs = 200,
            LearningRate = 1e-2,
            LayerDecay = 1,
            FrozenLayers = 0,
            HeadRate = 1,
        }
        : Tuning(checkpoint, head);

    /// <summary>Whether items that hold the same texts train one encoder with a head each, where nothing else is asked for.</summary>
    public static bool TrainsTogether(BertOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Mode == TrainingMode.FineTuning && options.Head == LevelHead.Regression;
    }

    private static BertOptions Tuning(string checkpoint, LevelHead? head) => CheckpointName.Parse(checkpoint) switch
    {
        CheckpointName.Scratch { Size: ScratchSize.Tiny } => new()
        {
            Checkpoint = checkpoint,
            Epochs = 12,
            BatchSize = 8,
            LearningRate = 1e-3,
            WordRate = 3,
            EncoderRate = 0.3,
            TakenEpoch = TakenEpoch.Last,
            PretrainingLearningRate = 1e-3,
        },
        CheckpointName.Scratch { Size: ScratchSize.Mini } => new()
        {
            Checkpoint = checkpoint,
            Epochs = 8,
            LearningRate = 1e-3,
            WordRate = 3,
            EncoderRate = 0.3,
            PretrainingLearningRate = 5e-4,
        },
        CheckpointName.Package => Pretrained(checkpoint) with
        {
            LearningRate = 1e-4,
            LayerDecay = 0.9,
            FrozenLayers = 5,
            Head = head ?? LevelHead.Regression,
            HeadRate = head is null or LevelHead.Regression ? 0.01 : 10,
        },
        _ when head is LevelHead.Classification or LevelHead.Ordinal =>
            new() { Checkpoint = checkpoint, Head = head.Value, LayerDecay = 0.95, LongTexts = LongTexts.HeadTail },
        _ => Pretrained(checkpoint),
    };

    private static BertOptions Pretrained(string checkpoint) => new()
    {
        Checkpoint = checkpoint,
        Epochs = 2,
        LayerDecay = 0.95,
        LongTexts = LongTexts.Windows,
        Head = LevelHead.Regression,
        Pooling = Pooling.Layers,
        Features = true,
        HeadRate = 0.01,
    };
}
