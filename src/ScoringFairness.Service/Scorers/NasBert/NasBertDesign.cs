using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Scorers.NasBert;

/// <summary>NAS-BERT, ML.NET's own text classifier, fine-tuned here.</summary>
public sealed record NasBertDesign() : ScorerDesign(NasBertKind.Kind)
{
    /// <summary>
    /// The SHA-256 of the pre-trained weights, the same for every training run. Null until one has begun with weights that were there
    /// already, or a setting says them.
    /// </summary>
    public string? WeightsDigest { get; init; }

    /// <summary>Passes over the training responses.</summary>
    public required int Epochs { get; init; }

    /// <summary>Responses per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Highest learning rate.</summary>
    public required double LearningRate { get; init; }
}
