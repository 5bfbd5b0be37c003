using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Training;
using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Service.Pages;

/// <summary>The form of a new audit as it was sent, and what is wrong with it.</summary>
/// <param name="Values">What was sent by field; a field may have several values.</param>
/// <param name="Errors">What is wrong, by field.</param>
/// <param name="Choices">What may be chosen.</param>
public sealed record AuditForm(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Values, IReadOnlyDictionary<string, string[]> Errors, AuditChoices Choices)
{
    /// <summary>The numbers of the form with their defaults.</summary>
    public static IReadOnlyList<(string Name, string Label, string Default)> Numbers { get; } =
    [
        ("folds", "Folds of the cross-fitting", Text(AuditPolicy.Folds)), ("repeats", "Repeats", Text(AuditPolicy.Repeats)), ("seed", "Seed", Text(AuditPolicy.Seed)),
        ("bootstrap", "Bootstrap draws", Text(AuditPolicy.Bootstrap)), ("confidence", "Confidence of intervals", Text(AuditPolicy.Confidence)),
        ("minGroupSize", "Least size of a group", Text(AuditPolicy.MinGroupSize)), ("minCellSize", "Counts below this are suppressed", Text(AuditPolicy.MinCellSize)),
    ];

    /// <summary>The tolerances of the three answers with their defaults.</summary>
    public static IReadOnlyList<(string Measure, string Label)> Tolerances { get; } =
    [
        .. MeasureCatalogue.Primary.Select(measure => (
            measure.Code, $"{measure.Question.Title}: {measure.Title} ({(measure.Unit == Unit.Points ? "points" : "share")})")),
    ];

    /// <summary>The first value of a field.</summary>
    public string? this[string field] => Values.GetValueOrDefault(field) is [var first, ..] && !string.IsNullOrWhiteSpace(first) ? first.Trim() : null;

    /// <summary>Whether a box was ticked.</summary>
    public bool Has(string field, string value) => Values.GetValueOrDefault(field)?.Contains(value) == true;

    /// <summary>What is wrong with a field.</summary>
    public IEnumerable<string> ErrorsOf(string field) =>
        Errors.Where(error => error.Key == field || error.Key.StartsWith(field + "[", StringComparison.Ordinal)).SelectMany(error => error.Value);

    /// <summary>The request that the form stands for, or what cannot be read.</summary>
    internal (AuditRequest? Request, IReadOnlyDictionary<string, string[]> Errors) Read()
    {
        var errors = new Refusals();
        var items = Values.GetValueOrDefault("items") ?? [];
        errors.Unless(items.Count > 0, "items", "Choose at least one item.");
        errors.Unless(this["attribute"] is not null, "attribute", "Name the attribute whose groups are compared.");
        List<ScorerRequest> scorers =
        [
            .. Has("trained", ScorerEngines.Bert)
                ? [new ScorerRequest { Kind = ScorerEngines.Bert, Checkpoint = this["checkpoint"], Epochs = (int?)Number("epochs", errors) }]
                : Array.Empty<ScorerRequest>(),
            .. Has("trained", ScorerEngines.Linear) ? [new ScorerRequest { Kind = ScorerEngines.Linear }] : Array.Empty<ScorerRequest>(),
            .. (Values.GetValueOrDefault("engine") ?? []).Select(name => new ScorerRequest { Kind = ScorerEngines.Outside, Name = name }),
            .. (Values.GetValueOrDefault("chat") ?? []).Select(ChatChoice.Read),
            .. (Values.GetValueOrDefault("external") ?? []).Select(name => new ScorerRequest { Kind = ExternalScorers.Kind, Scorer = name }),
        ];
        errors.Unless(scorers.Count > 0, "scorers", "Choose at least one scorer.");
        var request = new AuditRequest
        {
            Name = this["name"],
            Items = new ItemSelection(items),
            Cohort = this["cohort"],
            Attribute = new AttributeSelection((this["attribute"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
            Reference = this["reference"],
            Focal = this["focal"],
            Scorers = scorers,
            Folds = (int?)Number("folds", errors),
            Repeats = (int?)Number("repeats", errors),
            Seed = (long?)Number("seed", errors),
            Bootstrap = (int?)Number("bootstrap", errors),
            Confidence = (double?)Number("confidence", errors),
            MinGroupSize = (int?)Number("minGroupSize", errors),
            MinCellSize = (int?)Number("minCellSize", errors),
            Budget = Number("budget", errors),
            Tolerances = Tolerances.Select(one => (one.Measure, Value: (double?)Number(one.Measure, errors))).Where(one => one.Value is not null)
                .ToDictionary(one => one.Measure, one => one.Value!.Value),
        };
        return (errors.Any ? null : request, errors.ByField);
    }

    private decimal? Number(string field, Refusals errors)
    {
        if (this[field] is not { } text)
        {
            return null;
        }
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && (Math.Abs(number) <= int.MaxValue || field == "seed") && (number == Math.Truncate(number) || field is "confidence" or "budget" || Tolerances.Any(one => one.Measure == field)))
        {
            return Math.Abs(number) <= long.MaxValue ? number : Refuse();
        }
        return Refuse();

        decimal? Refuse()
        {
            errors.Add(field, $"'{text}' is not a number that fits here.");
            return null;
        }
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>What may be chosen in the form.</summary>
/// <param name="Items">Ids of the items with their numbers of responses.</param>
/// <param name="Attributes">Attributes with the labels of their groups.</param>
/// <param name="Scorers">Scorers whose scores were sent.</param>
/// <param name="Checkpoints">What training may start from.</param>
/// <param name="Engines">Engines outside the process that are configured.</param>
/// <param name="Chats">Chat models at endpoints that the organisation allows.</param>
/// <param name="Currency">The currency of their prices.</param>
public sealed record AuditChoices(
    IReadOnlyList<(string ItemId, long Responses)> Items, IReadOnlyList<(string Attribute, IReadOnlyList<string> Groups)> Attributes,
    IReadOnlyList<string> Scorers, IReadOnlyList<string> Checkpoints, IReadOnlyList<string> Engines,
    IReadOnlyList<ChatChoice> Chats, string Currency);
