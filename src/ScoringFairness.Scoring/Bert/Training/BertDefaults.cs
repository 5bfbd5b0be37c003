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
    /// The options for a checkpoint. A pre-trained BERT gets the published recipe (Sun et al. 2019, arXiv 1905.05583:
    /// 2e-5, 4 epochs, layer decay .95, beginning and end of long texts). Random weights need steps fifty times as long, for words
    /// longer ones than for layers, and more passes; a fifth of some hundreds of short answers is too few to choose an epoch by, and
    /// worth more as training data.
    /// </summary>
    /// <param name="checkpoint">A checkpoint's name; a name that is none gets the defaults of a pre-trained one.</param>
    /// <param name="mode">
    /// Screening reads whole responses and fits a line; a small classifier, where one is asked for, gets longer steps and more of them.
    /// </param>
    public static BertOptions For(string checkpoint, TrainingMode mode = TrainingMode.FineTuning) => mode == TrainingMode.Screening
        ? Tuning(checkpoint) with
        {
            Mode = mode,
            Head = LevelHead.Regression,
            LongTexts = LongTexts.Windows,
            Epochs = 200,
            LearningRate = 1e-2,
            LayerDecay = 1,
        }
        : Tuning(checkpoint);

    private static BertOptions Tuning(string checkpoint) => CheckpointName.Parse(checkpoint) switch
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
        _ => new() { Checkpoint = checkpoint, LayerDecay = 0.95, LongTexts = LongTexts.HeadTail },
    };
}
