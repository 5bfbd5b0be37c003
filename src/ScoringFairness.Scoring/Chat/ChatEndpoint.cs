namespace ScoringFairness.Scoring.Chat;

/// <summary>An OpenAI-compatible endpoint, as the operator has set it up.</summary>
public sealed record ChatEndpoint
{
    /// <summary>The name that requests call it by.</summary>
    public required string Name { get; init; }

    /// <summary>Its address with the version, such as <c>https://api.openai.com/v1</c>.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>The key sent to it.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The models that may be used there, with their prices.</summary>
    public required IReadOnlyList<ChatModel> Models { get; init; }

    /// <summary>Requests at once, of this process.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Requests a minute, of this process; null: as many as there are.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens a minute, answers included, of this process; null: as many as there are.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>Longest wait for an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Times that a request is sent before its fit gives up.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Wait before the second attempt; it doubles with each further one.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between looks at a fine-tuning job.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time of a fine-tuning job; one that takes longer is cancelled.</summary>
    public TimeSpan LongestTuning { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Alternatives whose log-probability is asked for at each token; 0: none, for endpoints that know none.</summary>
    public int LogProbabilities { get; init; } = 20;

    /// <summary>A model of it, or null where there is none of the name.</summary>
    public ChatModel? Find(string? model) => Models.FirstOrDefault(one => one.Name == model);
}
