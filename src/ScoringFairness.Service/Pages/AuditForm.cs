using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Scorers;
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
        ("folds", "Folds of the cross-fitting", Text(AuditDefaults.Folds)),
        ("repeats", "Repeats", Text(AuditDefaults.Repeats)), ("seed", "Seed", Text(AuditDefaults.Seed)),
        ("bootstrap", "Bootstrap draws", Text(AuditDefaults.Bootstrap)), ("confidence", "Confidence of intervals", Text(AuditDefaults.Confidence)),
        ("minGroupSize", "Least size of a group", Text(AuditDefaults.MinGroupSize)),
        ("minCellSize", "Counts below this are suppressed", Text(AuditDefaults.MinCellSize)),
    ];

    /// <summary>What may become of groups that are not named.</summary>
    public static IReadOnlyList<string> OtherGroupWords { get; } = [.. Enum.GetNames<OtherGroups>().Select(ContractJson.Word)];

    /// <summary>What an audit may explain beside its figures.</summary>
    public static IReadOnlyList<(string Word, string Words)> Explanations => ExplanationReader.Offered;

    /// <summary>The tolerances of the three answers with their defaults.</summary>
    public static IReadOnlyList<(string Measure, string Label)> Tolerances { get; } =
    [
        .. MeasureCatalogue.Primary.Select(measure => (
            measure.Code, $"{measure.Question.Title}: {measure.Title} ({(measure.Unit == Unit.Points ? "points" : "share")})")),
    ];

    /// <summary>The first value of a field.</summary>
    public string? this[string field] => Posted(new Refusals())[field];

    /// <summary>Whether a box was ticked.</summary>
    public bool Has(string field, string value) => Posted(new Refusals()).Has(field, value);

    /// <summary>What the audit would take, in words; null: nobody asked.</summary>
    public string? Cost { get; init; }

    /// <summary>Whether it was sent; else its values are what a link chose.</summary>
    public bool IsSent { get; init; }

    /// <summary>Whether an item is chosen: all are, where nobody chose.</summary>
    public bool HasItem(string itemId) => IsSent || Values.ContainsKey("items") ? Has("items", itemId) : true;

    /// <summary>Whether a scorer is chosen: the customary ones are, where nobody chose.</summary>
    public bool HasScorer(FormBox box) =>
        IsSent || Choices.Scorers.SelectMany(part => part.Boxes).Any(one => Values.ContainsKey(one.Field)) ? Has(box.Field, box.Value) : box.IsTicked;

    /// <summary>What an audit would take, for people.</summary>
    internal static string Said(AuditCost cost)
    {
        var (design, training) = (cost.Request, cost.Fits == 1 ? "one training run" : $"{cost.Fits} training runs");
        var price = cost.Scorers.Count == 0
            ? "Nothing is paid for at a provider."
            : string.Create(CultureInfo.InvariantCulture, $"Chat models would cost {cost.Price:0.00} {cost.Currency} ")
                + (cost.IsWithinBudget ? "and stay within the budget." : "and pass the budget.");
        var scorers = design.Scorers.Select(scorer => scorer.Splits.Count > 1 ? $"{scorer.Name} on {scorer.Splits.Count} splits" : scorer.Name);
        return $"It would make {training}: {design.Items.Count} {(design.Items.Count == 1 ? "item" : "items")}, "
            + $"{string.Join(", ", scorers)}, "
            + $"{design.Folds} folds. Compared are {string.Join(", ", design.Groups)} by {design.Attribute}; the reference is {design.Reference}. {price}";
    }

    /// <summary>What is wrong with a field.</summary>
    public IEnumerable<string> ErrorsOf(string field) =>
        Errors.Where(error => error.Key == field || error.Key.StartsWith(field + "/", StringComparison.Ordinal)).SelectMany(error => error.Value);

    /// <summary>The request that the form stands for, or what cannot be read.</summary>
    internal (AuditRequest? Request, IReadOnlyDictionary<string, string[]> Errors) Read(ScorerKinds kinds)
    {
        var errors = new Refusals();
        var form = Posted(errors);
        var items = form.All("items");
        errors.Unless(items.Count > 0, "items", "Choose at least one item.");
        errors.Unless(form["attribute"] is not null, "attribute", "Name the attribute whose groups are compared.");
        var scorers = kinds.Read(form);
        errors.Unless(scorers.Count > 0, "scorers", "Choose at least one scorer.");
        var request = new AuditRequest
        {
            Name = form["name"],
            Items = new ItemSelection(items),
            Cohort = form["cohort"],
            Attribute = new AttributeSelection(List(form["attribute"])),
            Groups = List(form["groups"]) is { Length: > 0 } groups ? new WordList(groups) : null,
            OtherGroups = Others(form["otherGroups"], errors),
            Missing = List(form["missing"]) is { Length: > 0 } missing ? new WordList(missing) : null,
            Reference = form["reference"],
            Focal = form["focal"],
            Scorers = scorers,
            Folds = form.Whole("folds"),
            Repeats = form.Whole("repeats"),
            Seed = form.Long("seed"),
            Bootstrap = form.Whole("bootstrap"),
            Confidence = (double?)form.Number("confidence"),
            MinGroupSize = form.Whole("minGroupSize"),
            MinCellSize = form.Whole("minCellSize"),
            Budget = form.Number("budget"),
            Explain = form.All("explain") is { Count: > 0 } explain ? new WordList(explain) : null,
            PromptAttribute = form["promptAttribute"],
            Tolerances = Tolerances.Select(one => (one.Measure, Value: (double?)form.Number(one.Measure))).Where(one => one.Value is not null)
                .ToDictionary(one => one.Measure, one => one.Value!.Value),
        };
        return (errors.Any ? null : request, errors.ByField);
    }

    private static string[] List(string? words) =>
        words?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static OtherGroups? Others(string? word, Refusals errors)
    {
        var found = Enum.GetValues<OtherGroups>().Cast<OtherGroups?>().FirstOrDefault(one => ContractJson.Word(one.ToString()!) == word);
        errors.Unless(word is null || found is not null, "otherGroups", $"'{word}' is none of {string.Join(", ", OtherGroupWords)}.");
        return found;
    }

    private PostedForm Posted(Refusals errors) => new(Values, errors);

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>What may be chosen in the form.</summary>
/// <param name="Items">Ids of the items with their numbers of responses; null for who may not read them.</param>
/// <param name="Attributes">Attributes with the labels of their groups.</param>
/// <param name="Scorers">What each kind of scorer offers.</param>
public sealed record AuditChoices(
    IReadOnlyList<(string ItemId, long? Responses)> Items, IReadOnlyList<(string Attribute, IReadOnlyList<string> Groups)> Attributes,
    IReadOnlyList<FormPart> Scorers);
