using ScoringFairness.Service.Items;
using ScoringFairness.Service.Reports;

namespace ScoringFairness.Service.Pages;

/// <summary>An item that the form of a new audit offers.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Responses">How many responses it has; null for who may not read them.</param>
/// <param name="Scale">Its scale.</param>
/// <param name="Attributes">The attributes that its responses report, with the labels of their groups.</param>
public sealed record FormItem(
    string ItemId, long? Responses, Scale Scale, IReadOnlyList<(string Attribute, IReadOnlyList<string> Groups)> Attributes);

/// <summary>Items with the same scale and the same attributes, as those of one data set have: they can be audited as one.</summary>
/// <param name="Items">The items.</param>
public sealed record FormItemSet(IReadOnlyList<FormItem> Items)
{
    /// <summary>The set for people: what its items have in common.</summary>
    public string Title => $"Scored {FigureFormat.Score(Scale.Min)} to {FigureFormat.Score(Scale.Max)}"
        + (Scale.Step == 1 ? "" : $" by {FigureFormat.Score(Scale.Step)}")
        + (Items[0].Attributes.Count == 0 ? ", no attribute" : $", with {string.Join(", ", Items[0].Attributes.Select(one => one.Attribute))}");

    private Scale Scale => Items[0].Scale;

    /// <summary>Items by what they have in common; the set with the newest item comes first.</summary>
    /// <param name="items">The items, each with when it came.</param>
    internal static IReadOnlyList<FormItemSet> Of(IEnumerable<(FormItem Item, DateTimeOffset CreatedAt)> items) =>
    [
        .. items.GroupBy(one => (one.Item.Scale, string.Join('\n', one.Item.Attributes.Select(attribute => attribute.Attribute))))
            .OrderByDescending(set => set.Max(one => one.CreatedAt))
            .Select(set => new FormItemSet([.. set.Select(one => one.Item)])),
    ];
}
