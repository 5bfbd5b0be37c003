using System.Globalization;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Items;
using ScoringFairness.Statistics;

namespace ScoringFairness.Service.Responses;

/// <summary>Holds scores against the scales of their items while an upload is read; each item is looked up once.</summary>
internal sealed class ItemScales(string organisationId, ScoreScale? scaleOfNewItems, ItemStore items)
{
    private readonly Dictionary<string, ScoreScale?> _known = new(StringComparer.Ordinal);
    private readonly List<string> _created = [];

    /// <summary>Items of the upload that are to be created.</summary>
    public IReadOnlyList<string> Created => _created;

    /// <summary>What is wrong with a response's item or scores, or null.</summary>
    public async Task<RowError?> CheckAsync(int row, GradedResponse response, CancellationToken cancellation)
    {
        if (!_known.TryGetValue(response.ItemId, out var scale))
        {
            var stored = await items.ScalesAsync(organisationId, [response.ItemId], cancellation);
            if (!stored.TryGetValue(response.ItemId, out scale) && scaleOfNewItems is not null)
            {
                scale = scaleOfNewItems;
                _created.Add(response.ItemId);
            }
            _known.Add(response.ItemId, scale);
        }
        if (scale is null)
        {
            return new RowError(row, "itemId", "unknownItem",
                $"There is no item '{response.ItemId}'; create it with PUT /v1/items, or send createItems=true with scaleMin and scaleMax.");
        }
        foreach (var score in response.FurtherScores.Prepend(response.HumanScore))
        {
            if (scale.LevelOf(score) is null)
            {
                return new RowError(row, "humanScore", "offScale", string.Create(CultureInfo.InvariantCulture,
                    $"The score {score} is off the scale of item '{response.ItemId}' ({scale.Minimum} to {scale.Maximum} by {scale.Step})."));
            }
        }
        return null;
    }
}
