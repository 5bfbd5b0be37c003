using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Responses;

/// <summary>Puts together what is told of an item and its responses; small counts are left out of it.</summary>
internal sealed class ItemDetails(ItemStore items, ResponseStore responses, ILeastCounts least)
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
        var minCellSize = await least.OfCellsAsync(organisationId, cancellation);
        var checks = await responses.ChecksAsync(organisationId, itemId, scale, groups, minCellSize, cancellation);
        return new ItemDetail(item, groups, checks) { MinCellSize = minCellSize }.Suppressed(minCellSize);
    }
}
