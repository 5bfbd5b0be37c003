using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Items;

namespace ScoringFairness.Service.Responses;

/// <summary>What items are told of their responses.</summary>
internal sealed class ItemResponses(OrganisationDatabase database) : IItemResponses, IDisposable
{
    /// <summary>Responses of an item after which no more are asked for attributes to offer.</summary>
    private const int MostOffering = 1_000;

    private readonly KeptByItem<long> _counts = new(none: 0);
    private readonly KeptByItem<IReadOnlyList<OfferedAttribute>> _attributes = new(none: []);

    public Task<IReadOnlyDictionary<string, long>> CountsAsync(string organisationId, IReadOnlyCollection<ItemState> items) =>
        _counts.FindAsync(organisationId, items, missing => FindAsync(
            "select item_id, count(*) from responses where organisation_id = @organisationId and item_id = any(@ids) group by item_id",
            organisationId, missing,
            async found => (await found.ReadAsync<(string ItemId, long N)>()).ToDictionary(row => row.ItemId, row => row.N, StringComparer.Ordinal),
            CancellationToken.None));

    /// <summary>Says that a transaction which has ended added responses to an item, and did nothing else to their number.</summary>
    public void Added(string organisationId, ItemState before, ItemState after, long responses) =>
        _counts.Change(organisationId, before, after, n => n + responses);

    /// <summary>The attributes that the first responses of items report, with their groups, to choose from.</summary>
    public Task<IReadOnlyDictionary<string, IReadOnlyList<OfferedAttribute>>> AttributesAsync(
        string organisationId, IReadOnlyCollection<ItemState> items, CancellationToken cancellation) =>
        _attributes.FindAsync(organisationId, items, missing => FindAsync(
            $"""
            select distinct i.item_id, a.key, a.value
            from unnest(@ids) i(item_id),
                 lateral (
                   select distinct groups
                   from (select groups from responses where organisation_id = @organisationId and item_id = i.item_id limit {MostOffering}) first) r,
                 jsonb_each_text(r.groups) a(key, value)
            where a.value <> '' order by 1, 2, 3
            """,
            organisationId, missing,
            async found => (await found.ReadAsync<(string ItemId, string Attribute, string Group)>()).GroupBy(row => row.ItemId).ToDictionary(
                item => item.Key,
                item => (IReadOnlyList<OfferedAttribute>)
                [
                    .. item.GroupBy(row => row.Attribute, row => row.Group).Select(attribute => new OfferedAttribute(attribute.Key, [.. attribute])),
                ]),
            cancellation));

    public async Task<IReadOnlyList<double>> ScoresAsync(NpgsqlConnection connection, string organisationId, string itemId) =>
        (await connection.QueryAsync<double>(
            """
            select distinct score from responses r, unnest(array_append(r.further_scores, r.human_score)) score
            where organisation_id = @organisationId and item_id = @itemId order by 1
            """,
            new { organisationId, itemId })).AsList();

    /// <summary>Finds something out of items, and how they are afterwards, in one round trip.</summary>
    private Task<Found<T>> FindAsync<T>(
        string sql, string organisationId, IReadOnlyList<string> items, Func<SqlMapper.GridReader, Task<Dictionary<string, T>>> read,
        CancellationToken cancellation) =>
        database.ReadAsync(
            $"{sql};\n{ItemState.Statement}", new { organisationId, ids = items.ToArray() },
            async found => new Found<T>(
                await read(found),
                (await found.ReadAsync<ItemState>()).ToDictionary(item => item.ItemId, item => item.Changes, StringComparer.Ordinal)),
            cancellation);

    public void Dispose()
    {
        _counts.Dispose();
        _attributes.Dispose();
    }
}

/// <summary>An attribute that an audit may compare groups of.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Groups">The labels of its groups.</param>
internal sealed record OfferedAttribute(string Attribute, IReadOnlyList<string> Groups);
