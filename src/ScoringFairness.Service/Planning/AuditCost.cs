using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Planning;

/// <summary>What an audit would do and cost: the answer to a dry run. Tokens are counted by one vocabulary, so those of other models are near.</summary>
public sealed record AuditCost
{
    /// <summary>Training runs in all, of every kind of scorer.</summary>
    public required int Fits { get; init; }

    /// <summary>The chat models.</summary>
    public required IReadOnlyList<ChatScorerCost> Scorers { get; init; }

    /// <summary>What they would cost, where nothing of it was paid for before.</summary>
    public required decimal Price { get; init; }

    /// <summary>The currency.</summary>
    public required string Currency { get; init; }

    /// <summary>The audit's budget; null: none.</summary>
    public required decimal? Budget { get; init; }

    /// <summary>What the organisation may spend in a calendar month (UTC); null: no limit.</summary>
    public required decimal? MonthlyBudget { get; init; }

    /// <summary>What it has spent this month.</summary>
    public required decimal SpentThisMonth { get; init; }

    /// <summary>Whether the price fits into both budgets.</summary>
    public bool IsWithinBudget => (Budget is null || Price <= Budget) && (MonthlyBudget is null || SpentThisMonth + Price <= MonthlyBudget);

    /// <summary>The request with every default written out.</summary>
    public required AuditDesign Request { get; init; }
}

/// <summary>What a chat model of an audit would be sent and cost.</summary>
public sealed record ChatScorerCost
{
    /// <summary>The scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>The endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>Fits; fine-tuning jobs, where it is fine-tuned.</summary>
    public required int Fits { get; init; }

    /// <summary>Requests: one for each response and fit; equal texts make one.</summary>
    public required long Requests { get; init; }

    /// <summary>Tokens that it reads.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Tokens that it writes.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>Tokens that it is trained on, each epoch counted.</summary>
    public required long TrainedTokens { get; init; }

    /// <summary>The price by the endpoint's price list.</summary>
    public required decimal Price { get; init; }
}
