namespace ScoringFairness.Scoring.Chat;

/// <summary>What a chat model learns from the training responses of a fit.</summary>
public enum ChatMode
{
    /// <summary>Nothing: it grades by the item's prompt and rubric alone.</summary>
    ZeroShot,

    /// <summary>It reads graded examples, drawn from the training part, before each response.</summary>
    FewShot,

    /// <summary>A model of the fit's own is made of it from the training part, at the provider.</summary>
    FineTuned,
}
