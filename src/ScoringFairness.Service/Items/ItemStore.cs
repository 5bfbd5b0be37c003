using Dapper;
using Npgsql;
using ScoringFairness.Statistics;

namespace ScoringFairness.Service.Items;

/// <summary>The items of the database.</summary>
internal sealed class ItemStore(NpgsqlDataSource database)
{
    private const string Select =
        """
        select i.item_id, i.prompt, i.rubric, i.scale_min, i.scale_max, i.scale_step, i.created_at, i.updated_at,
               (select count(*) from responses r
                where r.organisation_id = i.organisation_id and r.item_id = i.item_id) as responses
        from items i
        where i.organisation_id = @organisationId
        """;

    /// <summary>Creates or changes an item.</summary>
    /// <returns>Whether it is new.</returns>
    public static Task<bool> PutAsync(NpgsqlConnection connection, string organisationId, string itemId, ItemRequest item) =>
        connection.ExecuteScalarAsync<bool>(
            """
            insert into items (organisation_id, item_id, prompt, rubric, scale_min, scale_max, scale_step)
            values (@organisationId, @itemId, @Prompt, @Rubric, @Min, @Max, @Step)
            on conflict (organisation_id, item_id) do update
            set prompt = excluded.prompt, rubric = excluded.rubric, scale_min = excluded.scale_min,
                scale_max = excluded.scale_max, scale_step = excluded.scale_step, updated_at = now()
            returning xmax = 0
            """,
            new { organisationId, itemId, item.Prompt, item.Rubric, item.Scale.Min, item.Scale.Max, item.Scale.Step });

    /// <summary>Adds an item with a scale of its own where there is none of that id yet.</summary>
    public static Task AddMissingAsync(NpgsqlConnection connection, string organisationId, string itemId, ScoreScale scale) =>
        connection.ExecuteAsync(
            """
            insert into items (organisation_id, item_id, scale_min, scale_max, scale_step)
            values (@organisationId, @itemId, @Minimum, @Maximum, @Step) on conflict do nothing
            """,
            new { organisationId, itemId, scale.Minimum, scale.Maximum, scale.Step });

    public async Task<IReadOnlyList<Item>> ListAsync(string organisationId, string? after, int limit)
    {
        await using var connection = await database.OpenConnectionAsync();
        var rows = await connection.QueryAsync<Row>(
            $"{Select} and (@after::text is null or i.item_id > @after) order by i.item_id limit @limit",
            new { organisationId, after, limit });
        return [.. rows.Select(row => row.ToItem())];
    }

    public async Task<Item?> FindAsync(string organisationId, string itemId)
    {
        await using var connection = await database.OpenConnectionAsync();
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            $"{Select} and i.item_id = @itemId", new { organisationId, itemId });
        return row?.ToItem();
    }

    /// <summary>The scales of some items, or of all; ids that do not exist are absent.</summary>
    public async Task<IReadOnlyDictionary<string, ScoreScale>> ScalesAsync(
        string organisationId, IReadOnlyCollection<string>? itemIds, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(
            """
            select item_id, scale_min, scale_max, scale_step, created_at, updated_at, 0::bigint as responses from items
            where organisation_id = @organisationId and (@ids::text[] is null or item_id = any(@ids)) order by item_id
            """,
            new { organisationId, ids = itemIds?.ToArray() });
        return rows.ToDictionary(row => row.ItemId, row => new ScoreScale(row.ScaleMin, row.ScaleMax, row.ScaleStep), StringComparer.Ordinal);
    }

    public async Task<bool> DeleteAsync(string organisationId, string itemId)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteAsync(
            "delete from items where organisation_id = @organisationId and item_id = @itemId", new { organisationId, itemId }) > 0;
    }

    private sealed class Row
    {
        public required string ItemId { get; init; }

        public string? Prompt { get; init; }

        public string? Rubric { get; init; }

        public double ScaleMin { get; init; }

        public double ScaleMax { get; init; }

        public double ScaleStep { get; init; }

        public long Responses { get; init; }

        public DateTime CreatedAt { get; init; }

        public DateTime UpdatedAt { get; init; }

        public Item ToItem() => new()
        {
            ItemId = ItemId,
            Prompt = Prompt,
            Rubric = Rubric,
            Scale = new Scale { Min = ScaleMin, Max = ScaleMax, Step = ScaleStep },
            Responses = Responses,
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
        };
    }
}
