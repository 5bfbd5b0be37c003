using System.Text.Json;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Training;

/// <summary>A row of <c>fits</c>.</summary>
internal sealed class FitRow
{
    public required string AuditId { get; init; }

    public int FitNo { get; init; }

    public required string ItemId { get; init; }

    public required string Scorer { get; init; }

    public required string Split { get; init; }

    public short Fold { get; init; }

    public short Repeat { get; init; }

    public long Seed { get; init; }

    public int? TaughtBy { get; init; }

    public required string Status { get; init; }

    public int Attempt { get; init; }

    public string? Worker { get; init; }

    public int? Epoch { get; init; }

    public int Epochs { get; init; }

    public double Fraction { get; init; }

    public string? Sizes { get; init; }

    public string? Losses { get; init; }

    public int? ChosenEpoch { get; init; }

    public double? Seconds { get; init; }

    public double? TokensPerSecond { get; init; }

    public int? VocabularySize { get; init; }

    public string? CheckpointDigest { get; init; }

    public bool LearntNothing { get; init; }

    public string? Note { get; init; }

    public int TakeOvers { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    public string? Error { get; init; }

    public Fit ToFit() => new()
    {
        FitNo = FitNo,
        ItemId = ItemId,
        Scorer = Scorer,
        Split = Split.Length == 0 ? null : Split,
        Fold = Fold,
        Repeat = Repeat,
        Seed = Seed,
        TaughtBy = TaughtBy,
        Status = Status,
        Attempt = Attempt,
        Worker = Worker,
        Epoch = Epoch,
        Epochs = Epochs,
        Fraction = Fraction,
        Sizes = Sizes is null ? null : JsonSerializer.Deserialize<FitSizes>(Sizes, ContractJson.Options),
        Losses = Losses is null ? null : JsonSerializer.Deserialize<EpochLoss[]>(Losses, ContractJson.Options),
        ChosenEpoch = ChosenEpoch,
        Seconds = Seconds,
        TokensPerSecond = TokensPerSecond,
        VocabularySize = VocabularySize,
        CheckpointDigest = CheckpointDigest,
        LearntNothing = LearntNothing,
        Note = Note,
        TakeOvers = TakeOvers,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        Error = Error,
    };
}
