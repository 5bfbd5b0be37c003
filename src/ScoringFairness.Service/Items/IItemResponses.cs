using Npgsql;

namespace ScoringFairness.Service.Items;

/// <summary>What items ask of whoever keeps their responses.</summary>
internal interface IItemResponses
{
    /// <summary>How many graded responses items have; an item without any is absent.</summary>
    Task<IReadOnlyDictionary<string, long>> CountsAsync(string organisationId, IReadOnlyCollection<ItemState> items);

    /// <summary>The distinct human scores of an item, in the caller's transaction.</summary>
    Task<IReadOnlyList<double>> ScoresAsync(NpgsqlConnection connection, string organisationId, string itemId);
}
