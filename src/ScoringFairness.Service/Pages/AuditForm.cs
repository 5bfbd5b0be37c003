using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Responses;
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

    /// <summary>What an audit may explain beside its figures.</summary>
    public static IReadOnlyList<(string Word, string Words)> Explanations => ExplanationReader.Offered;

    /// <summary>The tolerances of the three answers with their defaults.</summary>
    public static IReadOnlyList<(string Measure, string Label)> Tolerances { get; } =
    [
        .. MeasureCatalogue.Primary.Select(measure => (
            measure.Code, $"{measure.Question.Title}: {measure.Title} ({(measure.Unit == Unit.Points ? "points" : "share")})")),
    ];

    /// <summary>The field that tells a form that is sent twice, as by a double click, from two forms.</summary>
    public const string Once = "once";

    /// <summary>The first value of a field.</summary>
    public string? this[string field] => Posted(new Refusals())[field];

    /// <summary>Whether a box was ticked.</summary>
    public bool Has(string field, string value) => Posted(new Refusals()).Has(field, value);

    /// <summary>What the audit would take, in words; null: nobody asked.</summary>
    public string? Cost { get; init; }

    /// <summary>The attribute that choices of groups were made for before another was named; null: none was.</summary>
    public string? Former { get; init; }

    /// <summary>Those choices, in words: they are left out.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>What was refused, by the button that was pressed.</summary>
    public string Refused => this["ask"] switch
    {
        "cost" => "What the audit would take cannot be told yet.",
        "groups" => "The groups cannot be shown yet.",
        _ => "The audit was not started.",
    };

    /// <summary>Whether it was sent; else its values are what a link chose.</summary>
    public bool IsSent { get; init; }

    /// <summary>The audit that is asked for again; null: a new one is.</summary>
    internal AuditAgain? Again { get; init; }

    /// <summary>The names of the attributes whose groups are compared.</summary>
    internal IReadOnlyList<string> AttributeNames => AuditAgain.Words(this["attribute"], Again?.Request.Attribute.Names);

    /// <summary>The groups that are named.</summary>
    internal IReadOnlyList<string> NamedGroups => AuditAgain.Words(this["groups"], Again?.Request.Groups?.Words);

    /// <summary>The groups of the attribute in the chosen items; null where they are not shown.</summary>
    public FormGroups? Groups { get; init; }

    /// <summary>Whether an item is chosen: those of one set are, where nobody chose.</summary>
    public bool HasItem(string itemId) =>
        IsSent || Values.ContainsKey("items") ? Has("items", itemId) : Choices.Sets is [var first, ..] && first.Items.Any(item => item.ItemId == itemId);

    /// <summary>The sets that chosen items are of.</summary>
    public IEnumerable<FormItemSet> ChosenSets => Choices.Sets.Where(set => set.Items.Any(item => HasItem(item.ItemId)));

    /// <summary>The attributes of the chosen items, of all where none is, with the labels of their groups.</summary>
    public IReadOnlyList<(string Attribute, IReadOnlyList<string> Groups)> Attributes =>
    [
        .. from item in Choices.Items.Any(item => HasItem(item.ItemId)) ? Choices.Items.Where(item => HasItem(item.ItemId)) : Choices.Items
           from attribute in item.Attributes
           from label in attribute.Groups
           group label by attribute.Attribute into same
           orderby same.Key
           select (same.Key, (IReadOnlyList<string>)[.. same.Distinct().Order(StringComparer.Ordinal)]),
    ];

    /// <summary>The form with the attribute of the chosen items filled in, where nobody named one and they have a single one.</summary>
    public AuditForm WithOnlyAttribute() => this["attribute"] is null && Attributes is [var only]
        ? this with { Values = new Dictionary<string, IReadOnlyList<string>>(Values) { ["attribute"] = [only.Attribute] } }
        : this;

    /// <summary>What is said of groups of the attribute that are called nearly the same.</summary>
    public IEnumerable<string> AlikeGroups =>
        Attributes.Where(one => AttributeNames.Contains(one.Attribute)).SelectMany(one => AlikeLabels.Said(one.Groups));

    /// <summary>The chosen items that a scorer cannot be audited on.</summary>
    public IReadOnlyList<string> ItemsWithout(FormBox box) => box is { OfItems: { } items }
        ? [.. Choices.Items.Select(item => item.ItemId).Where(HasItem).Except(items)]
        : [];

    /// <summary>Whether a scorer is chosen: the customary ones are, where nobody chose.</summary>
    public bool HasScorer(FormBox box) =>
        IsSent || Again is not null || Choices.Scorers.SelectMany(part => part.Boxes).Any(one => Values.ContainsKey(one.Field))
            ? Has(box.Field, box.Value)
            : box.IsTicked;

    /// <summary>What is wrong with a field.</summary>
    public IEnumerable<string> ErrorsOf(string field) =>
        Errors.Where(error => error.Key == field || error.Key.StartsWith(field + "/", StringComparison.Ordinal)).SelectMany(error => error.Value);

    /// <summary>Why there are no groups to show.</summary>
    internal IReadOnlyDictionary<string, string[]> WhyNoGroups()
    {
        var errors = new Refusals();
        errors.Unless(Choices.Items.Any(item => HasItem(item.ItemId)), "items", "Choose at least one item.");
        errors.Unless(this["attribute"] is not null, "attribute", "Name the attribute whose groups are compared.");
        if (!errors.Any)
        {
            errors.Add("attribute", $"No response of these items reports '{this["attribute"]}', or there are more groups than can be shown: name some below.");
        }
        return errors.ByField;
    }

    /// <summary>A whole number of a field; null where it is empty or none.</summary>
    internal int? WholeOf(string field) => Posted(new Refusals()).Whole(field);

    /// <summary>The responses that the form chooses.</summary>
    internal ResponseSelection Selection(GroupRule groups) =>
        Again?.Asked(this) is { } again ? new(this["cohort"], again.SubmittedFrom, again.SubmittedTo, groups) : new(this["cohort"], Groups: groups);

    /// <summary>Words between commas.</summary>
    internal static string[] List(string? words) =>
        words?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Its fields, to be read.</summary>
    internal PostedForm Posted(Refusals errors) => new(Values, errors);

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>What may be chosen in the form.</summary>
/// <param name="Sets">The items, those that can be audited as one together.</param>
/// <param name="Scorers">What each kind of scorer offers.</param>
public sealed record AuditChoices(IReadOnlyList<FormItemSet> Sets, IReadOnlyList<FormPart> Scorers)
{
    /// <summary>All items.</summary>
    public IEnumerable<FormItem> Items => Sets.SelectMany(set => set.Items);
}
