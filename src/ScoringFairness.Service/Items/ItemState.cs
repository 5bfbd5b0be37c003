using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Items;

/// <summary>An item at one state of its responses.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Changes">Grows whenever its responses may change; they are the same as long as this is.</param>
internal sealed record ItemState(string ItemId, long Changes)
{
    /// <summary>The statement of items' states, of <c>@organisationId</c> and <c>@ids</c>.</summary>
    public static string Statement { get; } =
        "select item_id, changes from items where organisation_id = @organisationId and item_id = any(@ids)";
}

/// <summary>An item that a transaction holds.</summary>
/// <param name="Scale">Its scale.</param>
/// <param name="Changes">Its changes, that of the transaction among them.</param>
internal sealed record HeldItem(ScoreScale Scale, long Changes);
