using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Chat;

namespace ScoringFairness.Service.Scorers;

/// <summary>How a scorer learns: the first two are for kind bert, the others for kind chat.</summary>
public enum ScorerMode
{
    /// <summary>All of BERT is trained in each fit.</summary>
    FineTuning,

    /// <summary>BERT is not trained: each fit trains a classifier on what it gives.</summary>
    Screening,

    /// <summary>A chat model grades by the item's prompt and rubric.</summary>
    ZeroShot,

    /// <summary>A chat model reads graded examples of the split's training part first.</summary>
    FewShot,

    /// <summary>A model is made of a chat model for each split and fold, at its provider.</summary>
    FineTuned,
}

/// <summary>The modes as engines know them.</summary>
internal static class ScorerModes
{
    /// <summary>The mode of a BERT; null where it is none.</summary>
    public static TrainingMode? OfBert(this ScorerMode mode) => mode switch
    {
        ScorerMode.FineTuning => TrainingMode.FineTuning,
        ScorerMode.Screening => TrainingMode.Screening,
        _ => null,
    };

    /// <summary>The mode of a chat model; null where it is none.</summary>
    public static ChatMode? OfChat(this ScorerMode mode) => mode switch
    {
        ScorerMode.ZeroShot => ChatMode.ZeroShot,
        ScorerMode.FewShot => ChatMode.FewShot,
        ScorerMode.FineTuned => ChatMode.FineTuned,
        _ => null,
    };
}
