namespace ScoringFairness.Service.Training;

/// <summary>What an attempt at a fit gave, its scores aside.</summary>
internal sealed record FitOutcome
{
    public required FitSizes Sizes { get; init; }

    public required IReadOnlyList<EpochLoss> Losses { get; init; }

    public required int ChosenEpoch { get; init; }

    public required double Seconds { get; init; }

    public required double TokensPerSecond { get; init; }

    public required int VocabularySize { get; init; }

    public required string? CheckpointDigest { get; init; }

    public bool LearntNothing { get; init; }

    public string? Note { get; init; }
}
