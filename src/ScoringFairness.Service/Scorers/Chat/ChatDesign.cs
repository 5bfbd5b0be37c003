using ScoringFairness.Scoring.Chat;
using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>A chat model at an endpoint, with every default written out.</summary>
public sealed record ChatDesign() : ScorerDesign(ChatKind.Kind)
{
    /// <summary>The endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// zeroShot: it grades by the item's prompt and rubric. fewShot: it reads graded examples of the split's training part first.
    /// fineTuned: a model is made of it at its provider, for each split and fold.
    /// </summary>
    public required ChatMode Mode { get; init; }

    /// <summary>Graded examples before each response; null in other modes than fewShot.</summary>
    public int? Examples { get; init; }

    /// <summary>Passes over the training responses; null in other modes than fineTuned.</summary>
    public int? Epochs { get; init; }
}
