using System.ComponentModel.DataAnnotations;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>The endpoints of chat models and what may be spent there (section <c>Chat</c>); no request adds to them.</summary>
internal sealed class ChatSettings : ISettings
{
    public static string Section => "Chat";

    /// <summary>The currency of all prices and budgets.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>What each organisation may spend in a calendar month (UTC); null: no limit.</summary>
    [Range(0, double.MaxValue, ErrorMessage = ChatModelSettings.SetAmount)]
    public decimal? MonthlyBudget { get; init; }

    /// <summary>What some organisations may spend instead.</summary>
    [NamedBy("organisation")]
    [Range(0, double.MaxValue, ErrorMessage = ChatModelSettings.SetAmount)]
    public Dictionary<string, decimal> MonthlyBudgets { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Seconds between looks for what audits left at providers.</summary>
    [Range(0, ChatEndpointSettings.MostSeconds, MinimumIsExclusive = true, ErrorMessage = ChatEndpointSettings.SetSeconds)]
    public double CleanupSeconds { get; init; } = 60;

    /// <summary>The endpoints by name.</summary>
    public SortedDictionary<string, ChatEndpointSettings> Endpoints { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The endpoints, as they are called.</summary>
    public IReadOnlyList<ChatEndpoint> AllEndpoints => [.. Endpoints.Select(one => one.Value.Endpoint(one.Key))];

    /// <summary>An endpoint, or null where there is none of the name.</summary>
    public ChatEndpoint? Find(string? name) => name is not null && Endpoints.TryGetValue(name, out var endpoint) ? endpoint.Endpoint(name) : null;

    /// <summary>What an organisation may spend in a calendar month (UTC); null: no limit.</summary>
    public decimal? BudgetOf(string organisationId) => MonthlyBudgets.TryGetValue(organisationId, out var own) ? own : MonthlyBudget;
}
