using ScoringFairness.Scoring.Chat;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>Reads an endpoint of the settings.</summary>
internal static class ChatEndpointReader
{
    private const int MostAlternatives = 20;

    public static ChatEndpoint Read(IConfigurationSection section)
    {
        ChatModel[] models = [.. section.GetSection("Models").GetChildren().Select(Model)];
        if (models.Length == 0)
        {
            throw new SettingException($"{section.Path}:Models names no model; set Models:0:Name with its prices InputPerMillion and OutputPerMillion.");
        }
        if (models.GroupBy(model => model.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new SettingException($"{section.Path}:Models names '{twice.Key}' twice.");
        }
        var defaults = new ChatEndpoint { Name = section.Key, BaseAddress = Address(section), ApiKey = section["ApiKey"] is { Length: > 0 } key ? key : "none", Models = models };
        return defaults with
        {
            Concurrency = section.Whole("Concurrency") ?? defaults.Concurrency,
            RequestsPerMinute = section.Whole("RequestsPerMinute"),
            TokensPerMinute = section.Whole("TokensPerMinute"),
            Timeout = section.Seconds("TimeoutSeconds") ?? defaults.Timeout,
            Attempts = section.Whole("Attempts") ?? defaults.Attempts,
            Backoff = section.Seconds("BackoffSeconds") ?? defaults.Backoff,
            Poll = section.Seconds("PollSeconds") ?? defaults.Poll,
            LongestTuning = section.Seconds("LongestTuningSeconds") ?? defaults.LongestTuning,
            LogProbabilities = section.Whole("LogProbabilities", least: 0) is not { } asked ? defaults.LogProbabilities
                : asked <= MostAlternatives ? asked
                : throw new SettingException($"{section.Path}:LogProbabilities is {asked}; set 0 to {MostAlternatives}."),
        };
    }

    private static Uri Address(IConfigurationSection section)
    {
        var text = section["BaseAddress"];
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new SettingException($"{section.Path}:BaseAddress is '{text}'; set an address such as https://api.openai.com/v1.");
        }
        return address.Scheme == Uri.UriSchemeHttps || address.IsLoopback || section.Truth("AllowHttp") == true
            ? address
            : throw new SettingException($"{section.Path}:BaseAddress is '{text}': texts would cross the network unencrypted. Set an https address, or AllowHttp to true.");
    }

    private static ChatModel Model(IConfigurationSection section) => new()
    {
        Name = section["Name"] is { Length: > 0 } name ? name : throw new SettingException($"{section.Path}:Name is missing; set the model's name at the endpoint."),
        InputPerMillion = Price(section, "InputPerMillion"),
        OutputPerMillion = Price(section, "OutputPerMillion"),
        TrainingPerMillion = section.Amount("TrainingPerMillion"),
        TunedInputPerMillion = section.Amount("TunedInputPerMillion"),
        TunedOutputPerMillion = section.Amount("TunedOutputPerMillion"),
        TakesSchema = section.Truth("Schema") ?? true,
    };

    private static decimal Price(IConfigurationSection section, string name) =>
        section.Amount(name) ?? throw new SettingException($"{section.Path}:{name} is missing; set the price of a million tokens, 0 where they are free.");
}
