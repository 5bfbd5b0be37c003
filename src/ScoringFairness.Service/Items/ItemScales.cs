using Npgsql;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Items;

/// <summary>The scales of the items of an upload while it is read; each item is looked up once.</summary>
/// <param name="organisationId">Whose they are.</param>
/// <param name="scaleOfNewItems">The scale of items that are to be created; null where none is.</param>
/// <param name="items">Where they are looked up.</param>
internal sealed class ItemScales(string organisationId, ScoreScale? scaleOfNewItems, ItemStore items)
{
    private const int MaximumItems = 10_000;
    private readonly Dictionary<string, Entry> _known = new(StringComparer.Ordinal);
    private (string? ItemId, Entry? Entry) _last;

    /// <summary>The scale of an item, or null where there is none of that id and none is to be created.</summary>
    public async ValueTask<ScoreScale?> FindAsync(int row, string itemId, CancellationToken cancellation)
    {
        if (_last.ItemId == itemId)
        {
            return _last.Entry!.Scale;
        }
        if (!_known.TryGetValue(itemId, out var entry))
        {
            if (_known.Count == MaximumItems)
            {
                throw new BrokenInputException(new RowError(row, "itemId", "tooManyItems",
                    $"The upload names more than {MaximumItems} items; check which column holds the item, or send it in parts."));
            }
            var stored = await items.ScalesAsync(organisationId, [itemId], cancellation);
            var isStored = stored.TryGetValue(itemId, out var scale);
            _known.Add(itemId, entry = new Entry { Scale = scale ?? (itemId == ItemIds.All ? null : scaleOfNewItems), IsNew = !isStored });
        }
        _last = (itemId, entry);
        return entry.Scale;
    }

    /// <summary>The items that good rows belong to.</summary>
    public IReadOnlyList<string> Used => [.. _known.Where(one => one.Value.IsUsed).Select(one => one.Key)];

    /// <summary>Whether the good rows of each item came in the order of their keys, so that none can have come twice.</summary>
    public bool IsInOrder { get; private set; } = true;

    /// <summary>The only item that rows belong to, before a transaction held it and in the transaction's end; null where there are several.</summary>
    public (NpgsqlConnection Holder, ItemState Before, ItemState After)? OnlyItem { get; private set; }

    /// <summary>Says that a good row belongs to the item that was found last.</summary>
    /// <param name="responseId">The row's response.</param>
    /// <param name="scorer">The row's scorer, where it has one.</param>
    public void Use(string responseId, string? scorer = null)
    {
        var entry = _last.Entry!;
        if (entry.IsUsed && IsInOrder)
        {
            var order = string.CompareOrdinal(responseId, entry.ResponseId);
            IsInOrder = order > 0 || (order == 0 && string.CompareOrdinal(scorer, entry.Scorer) > 0);
        }
        (entry.IsUsed, entry.ResponseId, entry.Scorer) = (true, responseId, scorer);
    }

    /// <summary>Creates the items that are missing, and keeps others from changing, deleting and adding to any until the transaction ends.</summary>
    /// <returns>What keeps the upload from being stored: an item was changed or deleted since its rows were read.</returns>
    public async Task<RowError?> HoldAsync(NpgsqlConnection connection)
    {
        var used = _known.Where(one => one.Value.IsUsed).OrderBy(one => one.Key, StringComparer.Ordinal).ToList();
        foreach (var (added, entry) in used.Where(one => one.Value.IsNew))
        {
            await ItemStore.AddMissingAsync(connection, organisationId, added, entry.Scale!);
        }
        var held = await ItemStore.LockAsync(connection, organisationId, [.. used.Select(one => one.Key)]);
        var changed = used.FirstOrDefault(one => held.GetValueOrDefault(one.Key)?.Scale != one.Value.Scale).Key;
        if (used is [var (itemId, _)] && changed is null)
        {
            var after = new ItemState(itemId, held[itemId].Changes);
            // Held twice in one transaction, it was before the first time what it is held against.
            var isHeldAgain = OnlyItem is { } earlier && earlier.Holder == connection;
            OnlyItem = (connection, isHeldAgain ? OnlyItem!.Value.Before : after with { Changes = after.Changes - 1 }, after);
        }
        else
        {
            OnlyItem = null;
        }
        return changed is null
            ? null
            : new RowError(0, "itemId", "itemChanged", $"Item '{changed}' was changed or deleted while the upload was read; send it again.");
    }

    /// <summary>The error of a row whose item does not exist.</summary>
    public static RowError Unknown(int row, string itemId) => itemId == ItemIds.All ? new(row, "itemId", "id", $"itemId {ItemIds.AllIsTaken}") : new(
        row, "itemId", "unknownItem", $"There is no item '{itemId}'; create it with PUT /v1/items, or send createItems=true with scaleMin and scaleMax.");

    private sealed class Entry
    {
        public ScoreScale? Scale { get; init; }

        public bool IsNew { get; init; }

        public bool IsUsed { get; set; }

        public string? ResponseId { get; set; }

        public string? Scorer { get; set; }
    }
}
