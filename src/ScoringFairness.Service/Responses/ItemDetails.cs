using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Items;

namespace ScoringFairness.Service.Responses;

/// <summary>Puts together what is told of an item and its responses; small counts are left out of it.</summary>
internal sealed class ItemDetails(ItemStore items, ResponseStore responses)
{
    /// <summary>An item with its responses by group and level; null where there is none of that id.</summary>
    public async Task<ItemDetail?> FindAsync(string organisationId, string itemId, CancellationToken cancellation)
    {
        if (await items.FindAsync(organisationId, itemId) is not { } item)
        {
            return null;
        }
        var scale = item.Scale.ToGrid();
        var groups = await responses.GroupCountsAsync(organisationId, itemId, scale, cancellation);
        var checks = await responses.ChecksAsync(organisationId, itemId, scale, groups, cancellation);
        return new ItemDetail(item, groups, checks).Suppressed(SmallCells.Least);
    }
}
