namespace ScoringFairness.Service.Scorers.NasBert;

/// <summary>NAS-BERT that a client asks for; what is null has ML.NET's own default.</summary>
internal sealed record NasBertRequest() : TrainedRequest(NasBertKind.Kind)
{
    /// <summary>Passes over the training responses (default 10).</summary>
    public int? Epochs { get; init; }

    /// <summary>Responses per step (default 32); the loss is their sum, so more of them are a larger step.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Highest learning rate (default 1e-4).</summary>
    public double? LearningRate { get; init; }
}
