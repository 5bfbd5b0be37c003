using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Items;

/// <summary>The items of the database.</summary>
internal sealed class ItemStore(OrganisationDatabase database, IItemResponses responses)
{
    private const string Select =
        """
        select item_id, prompt, rubric, scale_min, scale_max, scale_step, created_at, updated_at, changes
        from items
        where organisation_id = @organisationId
        """;

    /// <summary>Changes an item.</summary>
    public static Task PutAsync(NpgsqlConnection connection, string organisationId, string itemId, ItemRequest item) =>
        connection.ExecuteAsync(
            """
            update items set prompt = @Prompt, rubric = @Rubric, scale_min = @Min, scale_max = @Max, scale_step = @Step, updated_at = now()
            where organisation_id = @organisationId and item_id = @itemId
            """,
            new { organisationId, itemId, item.Prompt, item.Rubric, item.Scale.Min, item.Scale.Max, item.Scale.Step });

    /// <summary>Adds an item with a scale of its own where there is none of that id yet.</summary>
    /// <returns>Whether it is new.</returns>
    public static async Task<bool> AddMissingAsync(NpgsqlConnection connection, string organisationId, string itemId, ScoreScale scale) =>
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into items (organisation_id, item_id, scale_min, scale_max, scale_step)
            values (@organisationId, @itemId, @Minimum, @Maximum, @Step) on conflict do nothing
            """,
            new { organisationId, itemId, scale.Minimum, scale.Maximum, scale.Step }, commandTimeout: 0)) > 0;

    /// <summary>
    /// Keeps others from changing, deleting and adding to items until the transaction ends; reading goes on. From then on what was found
    /// out of their responses before counts for nothing.
    /// </summary>
    /// <returns>Those that exist, by id.</returns>
    public static async Task<IReadOnlyDictionary<string, HeldItem>> LockAsync(
        NpgsqlConnection connection, string organisationId, IReadOnlyCollection<string> itemIds) =>
        // In the order of ids, so that those who lock several wait for each other instead of deadlocking.
        (await connection.QueryAsync<(string ItemId, double Min, double Max, double Step, long Changes)>(new CommandDefinition(
            """
            with held as materialized (
              select item_id from items
              where organisation_id = @organisationId and item_id = any(@ids) order by item_id collate "C" for no key update)
            update items set changes = changes + 1 from held
            where items.organisation_id = @organisationId and items.item_id = held.item_id
            returning items.item_id, scale_min, scale_max, scale_step, changes
            """,
            new { organisationId, ids = itemIds.ToArray() }, commandTimeout: 0)))
        .ToDictionary(row => row.ItemId, row => new HeldItem(new ScoreScale(row.Min, row.Max, row.Step), row.Changes), StringComparer.Ordinal);

    /// <summary>The first items in the order of their ids, without prompt and rubric.</summary>
    public Task<IReadOnlyList<Item>> ListAsync(string organisationId, int limit) => ItemsAsync(
        organisationId,
        """
        select item_id, scale_min, scale_max, scale_step, created_at, updated_at, changes from items
        where organisation_id = @organisationId order by item_id limit @limit
        """,
        new { organisationId, limit });

    /// <summary>A part of the items in the order of their ids, cut off where prompts and rubrics come to <see cref="Paging.MostBytes"/>.</summary>
    public async Task<Part<Item>> PartAsync(string organisationId, string? after, int limit)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var sizes = (await connection.QueryAsync<(string ItemId, long Bytes)>(
            """
            select item_id, coalesce(octet_length(prompt), 0)::bigint + coalesce(octet_length(rubric), 0) from items
            where organisation_id = @organisationId and (@after::text is null or item_id > @after) order by item_id limit @limit
            """,
            new { organisationId, after, limit })).AsList();
        var ids = Paging.Within(sizes);
        return new Part<Item>(
            await ItemsAsync(organisationId, $"{Select} and item_id = any(@ids) order by item_id", new { organisationId, ids }), ids.Length < sizes.Count);
    }

    public async Task<Item?> FindAsync(string organisationId, string itemId)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            $"{Select} and item_id = @itemId", new { organisationId, itemId });
        return row?.ToItem((await responses.CountsAsync(organisationId, [row.State])).GetValueOrDefault(itemId));
    }

    /// <summary>The scales of some items, or of all; ids that do not exist are absent.</summary>
    public async Task<IReadOnlyDictionary<string, ScoreScale>> ScalesAsync(
        string organisationId, IReadOnlyCollection<string>? itemIds, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var rows = await connection.QueryAsync<Row>(
            """
            select item_id, scale_min, scale_max, scale_step, created_at, updated_at from items
            where organisation_id = @organisationId and (@ids::text[] is null or item_id = any(@ids)) order by item_id
            """,
            new { organisationId, ids = itemIds?.ToArray() });
        return rows.ToDictionary(row => row.ItemId, row => new ScoreScale(row.ScaleMin, row.ScaleMax, row.ScaleStep), StringComparer.Ordinal);
    }

    /// <summary>Deletes an item in the caller's transaction, once nothing of it is left.</summary>
    public static async Task<bool> DeleteAsync(NpgsqlConnection connection, string organisationId, string itemId) =>
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from items where organisation_id = @organisationId and item_id = @itemId",
            new { organisationId, itemId }, commandTimeout: 0)) > 0;

    private async Task<IReadOnlyList<Item>> ItemsAsync(string organisationId, string sql, object parameters)
    {
        var rows = await database.ReadAsync(sql, parameters, async found => (await found.ReadAsync<Row>()).AsList());
        var counts = await responses.CountsAsync(organisationId, [.. rows.Select(row => row.State)]);
        return [.. rows.Select(row => row.ToItem(counts.GetValueOrDefault(row.ItemId)))];
    }

    private sealed class Row
    {
        public required string ItemId { get; init; }

        public string? Prompt { get; init; }

        public string? Rubric { get; init; }

        public double ScaleMin { get; init; }

        public double ScaleMax { get; init; }

        public double ScaleStep { get; init; }

        public DateTime CreatedAt { get; init; }

        public DateTime UpdatedAt { get; init; }

        public long Changes { get; init; }

        public ItemState State => new(ItemId, Changes);

        public Item ToItem(long responses) => new()
        {
            ItemId = ItemId,
            Prompt = Prompt,
            Rubric = Rubric,
            Scale = new Scale { Min = ScaleMin, Max = ScaleMax, Step = ScaleStep },
            Responses = responses,
            Changes = Changes,
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
        };
    }
}
