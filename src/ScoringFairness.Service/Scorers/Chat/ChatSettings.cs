using System.Globalization;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>The endpoints of chat models and what may be spent there (section <c>Chat</c>); no request adds to them.</summary>
internal sealed class ChatSettings
{
    private const string Section = "Chat";
    private readonly SortedDictionary<string, ChatEndpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _monthlyBudgets;
    private readonly decimal? _monthlyBudget;

    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingException">A setting of it is missing or cannot be.</exception>
    public ChatSettings(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        Currency = section["Currency"] ?? "USD";
        Cleanup = section.Seconds("CleanupSeconds") ?? TimeSpan.FromMinutes(1);
        _monthlyBudget = section.Amount("MonthlyBudget");
        _monthlyBudgets = section.GetSection("MonthlyBudgets").GetChildren().ToDictionary(
            one => one.Key, one => section.Amount($"MonthlyBudgets:{one.Key}")!.Value, StringComparer.Ordinal);
        foreach (var endpoint in section.GetSection("Endpoints").GetChildren())
        {
            _endpoints.Add(endpoint.Key, ChatEndpointReader.Read(endpoint));
        }
    }

    /// <summary>The currency of all prices and budgets.</summary>
    public string Currency { get; }

    /// <summary>Time between looks for what audits left at providers.</summary>
    public TimeSpan Cleanup { get; }

    /// <summary>The endpoints by name.</summary>
    public IReadOnlyDictionary<string, ChatEndpoint> Endpoints => _endpoints;

    /// <summary>An endpoint, or null where there is none of the name.</summary>
    public ChatEndpoint? Find(string? name) => name is null ? null : _endpoints.GetValueOrDefault(name);

    /// <summary>What an organisation may spend in a calendar month (UTC); null: no limit.</summary>
    public decimal? MonthlyBudget(string organisationId) =>
        _monthlyBudgets.TryGetValue(organisationId, out var own) ? own : _monthlyBudget;
}

/// <summary>Numbers of settings.</summary>
internal static class ChatNumbers
{
    /// <summary>An amount of money, 0 or more.</summary>
    public static decimal? Amount(this IConfigurationSection section, string name) =>
        section[name] is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number
        : throw new SettingException($"{section.Path}:{name} is '{text}'; set an amount of money, 0 or more.");

    /// <summary>A whole number, <paramref name="least"/> or more.</summary>
    public static int? Whole(this IConfigurationSection section, string name, int least = 1) =>
        section[name] is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number
        : throw new SettingException($"{section.Path}:{name} is '{text}'; set a whole number, {least} or more.");

    /// <summary>A time in seconds, above 0.</summary>
    public static TimeSpan? Seconds(this IConfigurationSection section, string name) =>
        section[name] is not { } text ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 && number < 1e7 ? TimeSpan.FromSeconds(number)
        : throw new SettingException($"{section.Path}:{name} is '{text}'; set seconds, above 0.");

    /// <summary>Yes or no.</summary>
    public static bool? Truth(this IConfigurationSection section, string name) =>
        section[name] is not { } text ? null
        : bool.TryParse(text, out var truth) ? truth
        : throw new SettingException($"{section.Path}:{name} is '{text}'; set true or false.");
}
