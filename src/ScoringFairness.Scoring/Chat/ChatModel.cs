namespace ScoringFairness.Scoring.Chat;

/// <summary>A model of an endpoint with its prices, in the endpoint's currency for a million tokens.</summary>
public sealed record ChatModel
{
    private const decimal Million = 1_000_000;

    /// <summary>Its name at the endpoint.</summary>
    public required string Name { get; init; }

    /// <summary>Price of what it reads.</summary>
    public required decimal InputPerMillion { get; init; }

    /// <summary>Price of what it writes.</summary>
    public required decimal OutputPerMillion { get; init; }

    /// <summary>Price of what a model made of it is trained on, each epoch counted; null: it cannot be fine-tuned.</summary>
    public decimal? TrainingPerMillion { get; init; }

    /// <summary>Price of what a model made of it reads; null: as the model itself.</summary>
    public decimal? TunedInputPerMillion { get; init; }

    /// <summary>Price of what a model made of it writes; null: as the model itself.</summary>
    public decimal? TunedOutputPerMillion { get; init; }

    /// <summary>Whether it takes a JSON schema for its answer; where not, it is told the form in words and asked for JSON.</summary>
    public bool TakesSchema { get; init; } = true;

    /// <summary>What an answer costs.</summary>
    public decimal Price(long input, long output, bool isTuned) =>
        ((isTuned ? TunedInputPerMillion ?? InputPerMillion : InputPerMillion) * input
            + (isTuned ? TunedOutputPerMillion ?? OutputPerMillion : OutputPerMillion) * output) / Million;

    /// <summary>What training costs.</summary>
    /// <param name="tokens">Tokens trained on, each epoch counted.</param>
    public decimal TrainingPrice(long tokens) => (TrainingPerMillion ?? 0) * tokens / Million;
}
