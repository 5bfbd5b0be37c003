namespace ScoringFairness.Scoring.Chat;

/// <summary>How far the making of a model at a provider has come: all that is needed to go on with it after a restart.</summary>
public sealed record ChatTuning
{
    /// <summary>SHA-256 of endpoint, model, files and settings: the same training has the same.</summary>
    public required string Key { get; init; }

    /// <summary>The endpoint's model that it is made of.</summary>
    public string BaseModel { get; init; } = "";

    /// <summary>Whether it was begun before, so that something of it may be at the provider without its id being known here.</summary>
    public bool IsBegun { get; init; }

    /// <summary>The training file at the provider.</summary>
    public string? TrainingFile { get; init; }

    /// <summary>The validation file at the provider.</summary>
    public string? ValidationFile { get; init; }

    /// <summary>The record of the money set aside for the job.</summary>
    public long? Sending { get; init; }

    /// <summary>The job at the provider.</summary>
    public string? Job { get; init; }

    /// <summary>The model that it made.</summary>
    public string? Model { get; init; }

    /// <summary>Whether the job is over, one way or another.</summary>
    public bool IsOver { get; init; }

    /// <summary>Why it failed, in the provider's words.</summary>
    public string? Error { get; init; }

    /// <summary>The course of the training as the provider tells it.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; init; } = [];

    /// <summary>Whether any file of it is at the provider.</summary>
    public bool HasFiles => TrainingFile is not null || ValidationFile is not null;
}
