using System.ComponentModel.DataAnnotations;
using ScoringFairness.Scoring.Chat;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>An endpoint of chat models, as the settings have it.</summary>
internal sealed class ChatEndpointSettings : IValidatableObject
{
    public const double MostSeconds = 1e7;
    public const string SetSeconds = "set seconds, above 0";
    private const string SetWhole = "set a whole number, 1 or more";
    private static readonly ChatEndpoint Defaults = new() { Name = "", BaseAddress = new("https://localhost"), ApiKey = "", Models = [] };

    /// <summary>Its address with the version.</summary>
    public string BaseAddress { get; init; } = "";

    /// <summary>The key sent to it.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>Whether texts may cross the network unencrypted.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>The models that may be used there, with their prices.</summary>
    public ChatModelSettings[] Models { get; init; } = [];

    /// <summary>Requests at once, of one process.</summary>
    [Range(1, int.MaxValue, ErrorMessage = SetWhole)]
    public int Concurrency { get; init; } = Defaults.Concurrency;

    /// <summary>Requests a minute, of one process; null: as many as there are.</summary>
    [Range(1, int.MaxValue, ErrorMessage = SetWhole)]
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens a minute, of one process; null: as many as there are.</summary>
    [Range(1, int.MaxValue, ErrorMessage = SetWhole)]
    public int? TokensPerMinute { get; init; }

    /// <summary>Longest wait for an answer.</summary>
    [Range(0, MostSeconds, MinimumIsExclusive = true, ErrorMessage = SetSeconds)]
    public double TimeoutSeconds { get; init; } = Defaults.Timeout.TotalSeconds;

    /// <summary>Times that a request is sent.</summary>
    [Range(1, int.MaxValue, ErrorMessage = SetWhole)]
    public int Attempts { get; init; } = Defaults.Attempts;

    /// <summary>Wait before the second time.</summary>
    [Range(0, MostSeconds, MinimumIsExclusive = true, ErrorMessage = SetSeconds)]
    public double BackoffSeconds { get; init; } = Defaults.Backoff.TotalSeconds;

    /// <summary>Seconds between looks at a fine-tuning job.</summary>
    [Range(0, MostSeconds, MinimumIsExclusive = true, ErrorMessage = SetSeconds)]
    public double PollSeconds { get; init; } = Defaults.Poll.TotalSeconds;

    /// <summary>Longest time of a fine-tuning job.</summary>
    [Range(0, MostSeconds, MinimumIsExclusive = true, ErrorMessage = SetSeconds)]
    public double LongestTuningSeconds { get; init; } = Defaults.LongestTuning.TotalSeconds;

    /// <summary>Alternatives whose log-probability is asked for at each token.</summary>
    [Range(0, 20)]
    public int LogProbabilities { get; init; } = Defaults.LogProbabilities;

    /// <summary>The endpoint that they set up.</summary>
    public ChatEndpoint Endpoint(string name) => new()
    {
        Name = name,
        BaseAddress = new Uri(BaseAddress),
        ApiKey = ApiKey.Length > 0 ? ApiKey : "none",
        Models = [.. Models.Select(model => model.Model())],
        Concurrency = Concurrency,
        RequestsPerMinute = RequestsPerMinute,
        TokensPerMinute = TokensPerMinute,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        Attempts = Attempts,
        Backoff = TimeSpan.FromSeconds(BackoffSeconds),
        Poll = TimeSpan.FromSeconds(PollSeconds),
        LongestTuning = TimeSpan.FromSeconds(LongestTuningSeconds),
        LogProbabilities = LogProbabilities,
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Models.Length == 0)
        {
            yield return new ValidationResult("names no model; set Models:0:Name with its prices InputPerMillion and OutputPerMillion.", [nameof(Models)]);
        }
        if (Models.GroupBy(model => model.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            yield return new ValidationResult($"names '{twice.Key}' twice.", [nameof(Models)]);
        }
        if (!Uri.TryCreate(BaseAddress, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            yield return new ValidationResult($"is '{BaseAddress}'; set an address such as https://api.openai.com/v1.", [nameof(BaseAddress)]);
        }
        else if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback && !AllowHttp)
        {
            yield return new ValidationResult(
                $"is '{BaseAddress}': texts would cross the network unencrypted. Set an https address, or AllowHttp to true.", [nameof(BaseAddress)]);
        }
    }
}

/// <summary>A model of an endpoint, as the settings have it.</summary>
internal sealed class ChatModelSettings
{
    public const string SetAmount = "set an amount of money, 0 or more";
    private const string SetPrice = "set the price of a million tokens, 0 where they are free";

    /// <summary>Its name at the endpoint.</summary>
    [Required(ErrorMessage = "set the model's name at the endpoint")]
    public string? Name { get; init; }

    /// <summary>Price of what it reads.</summary>
    [Required(ErrorMessage = SetPrice)]
    [Range(0, double.MaxValue, ErrorMessage = SetAmount)]
    public decimal? InputPerMillion { get; init; }

    /// <summary>Price of what it writes.</summary>
    [Required(ErrorMessage = SetPrice)]
    [Range(0, double.MaxValue, ErrorMessage = SetAmount)]
    public decimal? OutputPerMillion { get; init; }

    /// <summary>Price of what a model made of it is trained on; null: it cannot be fine-tuned.</summary>
    [Range(0, double.MaxValue, ErrorMessage = SetAmount)]
    public decimal? TrainingPerMillion { get; init; }

    /// <summary>Price of what a model made of it reads; null: as the model itself.</summary>
    [Range(0, double.MaxValue, ErrorMessage = SetAmount)]
    public decimal? TunedInputPerMillion { get; init; }

    /// <summary>Price of what a model made of it writes; null: as the model itself.</summary>
    [Range(0, double.MaxValue, ErrorMessage = SetAmount)]
    public decimal? TunedOutputPerMillion { get; init; }

    /// <summary>Whether it takes a JSON schema for its answer.</summary>
    public bool Schema { get; init; } = true;

    /// <summary>The model that they set up.</summary>
    public ChatModel Model() => new()
    {
        Name = Name!,
        InputPerMillion = InputPerMillion!.Value,
        OutputPerMillion = OutputPerMillion!.Value,
        TrainingPerMillion = TrainingPerMillion,
        TunedInputPerMillion = TunedInputPerMillion,
        TunedOutputPerMillion = TunedOutputPerMillion,
        TakesSchema = Schema,
    };
}
