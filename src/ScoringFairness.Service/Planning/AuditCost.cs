using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Planning;

/// <summary>What an audit would do and cost: the answer to a dry run. Tokens are counted by one vocabulary, so those of other models are near.</summary>
public sealed record AuditCost
{
    /// <summary>Training runs in all, of every kind of scorer.</summary>
    public required int Fits { get; init; }

    /// <summary>How long they would take here.</summary>
    public required TimeEstimate Time { get; init; }

    /// <summary>The scorers that a provider is paid for: chat models.</summary>
    public required IReadOnlyList<ScorerCost> Scorers { get; init; }

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

    /// <summary>What of the request the policy has raised.</summary>
    public required IReadOnlyList<AuditWarning> Warnings { get; init; }

    /// <summary>The request with every default written out.</summary>
    public required AuditDesign Request { get; init; }
}
