using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Linear;

namespace ScoringFairness.Service.Scorers.Bert;

/// <summary>How a BERT is trained; what is null has the default of its checkpoint's kind.</summary>
internal interface IBertRecipe
{
    int? Layers { get; }

    TrainingMode? Mode { get; }

    int? Epochs { get; }

    double? LearningRate { get; }

    int? BatchSize { get; }

    int? MaxTokens { get; }

    LongTexts? LongTexts { get; }

    LevelHead? Head { get; }

    Pooling? Pooling { get; }

    bool? Features { get; }

    double? HeadRate { get; }

    int? Ensemble { get; }

    double? WarmupFraction { get; }

    double? WeightDecay { get; }

    double? LayerDecay { get; }

    int? FrozenLayers { get; }

    double? LabelSmoothing { get; }

    TakenEpoch? TakenEpoch { get; }

    ClassWeights? ClassWeights { get; }

    LevelCutRule? Cuts { get; }

    int? PretrainingEpochs { get; }

    double? PretrainingLearningRate { get; }
}

internal static class BertRecipe
{
    /// <summary>The options that a recipe makes of defaults.</summary>
    public static BertOptions Over(this IBertRecipe recipe, BertOptions defaults) => defaults with
    {
        Layers = recipe.Layers ?? defaults.Layers,
        Mode = recipe.Mode ?? defaults.Mode,
        Epochs = recipe.Epochs ?? defaults.Epochs,
        LearningRate = recipe.LearningRate ?? defaults.LearningRate,
        BatchSize = recipe.BatchSize ?? defaults.BatchSize,
        MaxTokens = recipe.MaxTokens ?? defaults.MaxTokens,
        LongTexts = recipe.LongTexts ?? defaults.LongTexts,
        Head = recipe.Head ?? defaults.Head,
        Pooling = recipe.Pooling ?? defaults.Pooling,
        Features = recipe.Features ?? defaults.Features,
        HeadRate = recipe.HeadRate ?? defaults.HeadRate,
        Ensemble = recipe.Ensemble ?? defaults.Ensemble,
        WarmupFraction = recipe.WarmupFraction ?? defaults.WarmupFraction,
        WeightDecay = recipe.WeightDecay ?? defaults.WeightDecay,
        LayerDecay = recipe.LayerDecay ?? defaults.LayerDecay,
        // Of a cut the upper layer is trained, as of the whole.
        FrozenLayers = recipe.FrozenLayers ?? Math.Min(defaults.FrozenLayers, Math.Max(0, (recipe.Layers ?? int.MaxValue) - 1)),
        LabelSmoothing = recipe.LabelSmoothing ?? defaults.LabelSmoothing,
        TakenEpoch = recipe.TakenEpoch ?? defaults.TakenEpoch,
        ClassWeights = recipe.ClassWeights ?? defaults.ClassWeights,
        Cuts = recipe.Cuts ?? defaults.Cuts,
        PretrainingEpochs = recipe.PretrainingEpochs ?? defaults.PretrainingEpochs,
        PretrainingLearningRate = recipe.PretrainingLearningRate ?? defaults.PretrainingLearningRate,
    };
}
