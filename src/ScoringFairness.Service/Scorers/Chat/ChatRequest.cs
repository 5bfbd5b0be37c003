using ScoringFairness.Scoring.Chat;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>A chat model that a client asks for.</summary>
internal sealed record ChatRequest() : TrainedRequest(ChatKind.Kind)
{
    /// <summary>The endpoint, one of the section Chat of the settings (default: the only one there is).</summary>
    public string? Endpoint { get; init; }

    /// <summary>The model, one of the endpoint's.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// zeroShot (default): it grades by the item's prompt and rubric. fewShot: it reads graded examples of the split's training part first.
    /// fineTuned: a model is made of it at its provider, for each split and fold.
    /// </summary>
    public ChatMode? Mode { get; init; }

    /// <summary>For mode fewShot: graded examples before each response, 1 to 100 (default 8).</summary>
    public int? Examples { get; init; }

    /// <summary>For mode fineTuned: passes over the training responses (default 3).</summary>
    public int? Epochs { get; init; }

    /// <summary>What is wrong with it.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="model">The model; null where the endpoint has none of the name.</param>
    internal IEnumerable<string> Problems(ChatEndpoint endpoint, ChatModel? model)
    {
        if (model is null)
        {
            yield return $"model is '{Model}'; endpoint '{endpoint.Name}' has {string.Join(", ", endpoint.Models.Select(one => one.Name))}.";
        }
        if (Mode is null or ChatMode.ZeroShot && Splits is not null)
        {
            yield return "splits belong to scorers that learn; in mode zeroShot the model learns nothing, so leave them out.";
        }
        if (Examples is not null && (Mode != ChatMode.FewShot || Examples is < 1 or > ChatOptions.MostExamples))
        {
            yield return $"examples is {Examples}; it is for mode fewShot, 1 to {ChatOptions.MostExamples}.";
        }
        if (Epochs is not null && (Mode != ChatMode.FineTuned || Epochs is < 1 or > ChatOptions.MostEpochs))
        {
            yield return $"epochs is {Epochs}; it is for mode fineTuned, 1 to {ChatOptions.MostEpochs}.";
        }
        if (Mode == ChatMode.FineTuned && model is { TrainingPerMillion: null })
        {
            yield return $"model '{model.Name}' cannot be fine-tuned here, for it has no price of training; set TrainingPerMillion of it.";
        }
    }
}
