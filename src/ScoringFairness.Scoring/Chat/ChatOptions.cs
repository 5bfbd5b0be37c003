namespace ScoringFairness.Scoring.Chat;

/// <summary>How a chat model is used as a scorer.</summary>
public sealed record ChatOptions
{
    /// <summary>Examples before each response where nothing else is asked for (few-shot).</summary>
    public const int DefaultExamples = 8;

    /// <summary>Passes over the training responses where nothing else is asked for (fine-tuned).</summary>
    public const int DefaultEpochs = 3;

    /// <summary>Most examples before a response.</summary>
    public const int MostExamples = 100;

    /// <summary>Most passes over the training responses.</summary>
    public const int MostEpochs = 50;

    /// <summary>Where the model is.</summary>
    public required ChatEndpoint Endpoint { get; init; }

    /// <summary>The model, one of the endpoint's.</summary>
    public required ChatModel Model { get; init; }

    /// <summary>What it learns from the training responses.</summary>
    public required ChatMode Mode { get; init; }

    /// <summary>Examples before each response (few-shot).</summary>
    public int Examples { get; init; } = DefaultExamples;

    /// <summary>Passes over the training responses (fine-tuned).</summary>
    public int Epochs { get; init; } = DefaultEpochs;
}
