using ScoringFairness.Scoring;
using ScoringFairness.Service.Items;

namespace ScoringFairness.Service.Scorers;

/// <summary>What a scorer of an audit would be sent at a provider and cost there.</summary>
public sealed record ScorerCost
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

/// <summary>Counts what a scorer's fits would cost, one after the other; nothing is sent.</summary>
internal interface ICostEstimate
{
    /// <summary>Adds a fit.</summary>
    void Add(PricedFit fit);

    /// <summary>The cost of the fits so far.</summary>
    ScorerCost Total();
}

/// <summary>A fit whose cost is asked for.</summary>
/// <param name="Item">The item.</param>
/// <param name="Repeat">The repeat, from 0.</param>
/// <param name="Seed">The fit's seed.</param>
/// <param name="Training">What it would train on.</param>
/// <param name="HeldOut">What it would score.</param>
internal sealed record PricedFit(Item Item, int Repeat, long Seed, IReadOnlyList<LabelledText> Training, IReadOnlyList<LabelledText> HeldOut);

/// <summary>What an organisation may spend at providers, and has.</summary>
/// <param name="Currency">The currency of all prices and budgets.</param>
/// <param name="MonthlyBudget">What it may spend in a calendar month (UTC); null: no limit.</param>
/// <param name="SpentThisMonth">What it has spent this month.</param>
internal sealed record Purse(string Currency, decimal? MonthlyBudget, decimal SpentThisMonth);

/// <summary>Tells what organisations may spend.</summary>
internal interface IPurses
{
    /// <summary>An organisation's purse as it is now.</summary>
    Task<Purse> OfAsync(string organisationId, CancellationToken cancellation);
}
