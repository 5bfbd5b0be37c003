using ScoringFairness.Scoring.Chat;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>A chat model in a mode, as the form of a new audit offers it.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Model">The model.</param>
/// <param name="Mode">The mode.</param>
internal sealed record ChatChoice(string Endpoint, string Model, ChatMode Mode)
{
    private const char Between = '|';

    /// <summary>The choice as a value of the form.</summary>
    public string Value => string.Join(Between, Mode, Endpoint, Model);

    /// <summary>The choice for people.</summary>
    public string Words => $"{Model} at {Endpoint}, {Mode switch
    {
        ChatMode.ZeroShot => "by prompt and rubric alone",
        ChatMode.FewShot => "with examples of each training split",
        _ => "fine-tuned there on each training split",
    }}";

    /// <summary>What an endpoint's models can be used for.</summary>
    public static IEnumerable<ChatChoice> Of(ChatEndpoint endpoint) =>
        from model in endpoint.Models
        from mode in (ChatMode[])[ChatMode.ZeroShot, ChatMode.FewShot, ChatMode.FineTuned]
        where mode != ChatMode.FineTuned || model.TrainingPerMillion is not null
        select new ChatChoice(endpoint.Name, model.Name, mode);

    /// <summary>The scorer that a value of the form stands for; one that stands for none is refused when the request is read.</summary>
    public static ChatRequest Read(string value)
    {
        var parts = value.Split(Between, 3);
        return new ChatRequest
        {
            Mode = Enum.TryParse<ChatMode>(parts[0], out var mode) ? mode : null,
            Endpoint = parts.ElementAtOrDefault(1) ?? "",
            Model = parts.ElementAtOrDefault(2),
        };
    }
}
