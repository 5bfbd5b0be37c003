using Dapper;
using Npgsql;
using NpgsqlTypes;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Evaluation;

/// <summary>The measures of audits.</summary>
internal sealed class MeasureStore(OrganisationDatabase database)
{
    /// <summary>Writes the measures of an audit in the caller's transaction.</summary>
    public static Task WriteAsync(
        NpgsqlConnection connection, string organisationId, string auditId, IReadOnlyList<MeasureRow> rows, CancellationToken cancellation) =>
        OrganisationDatabase.CopyAsync(
            connection, "measures", $"organisation_id, audit_id, row_no, {MeasureColumns.SqlNames}",
            copy => WriteAsync(copy, organisationId, auditId, rows, cancellation), cancellation);

    private static async Task WriteAsync(
        NpgsqlBinaryImporter copy, string organisationId, string auditId, IReadOnlyList<MeasureRow> rows, CancellationToken cancellation)
    {
        foreach (var (number, row) in rows.Index())
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(organisationId, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(auditId, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(number + 1, NpgsqlDbType.Integer, cancellation);
            foreach (var column in MeasureColumns.All)
            {
                if (column.Stored(row) is { } value)
                {
                    await copy.WriteAsync(value, column.Type, cancellation);
                }
                else
                {
                    await copy.WriteNullAsync(cancellation);
                }
            }
        }
    }

    /// <summary>A part of the measures of an audit, in their order.</summary>
    /// <returns>The rows with their numbers.</returns>
    public async Task<IReadOnlyList<(int Number, MeasureRow Row)>> ListAsync(
        string organisationId, string auditId, MeasureFilter filter, int after, int? limit)
    {
        await using var connection = await database.OpenAsync(organisationId);
        await using var reader = await connection.ExecuteReaderAsync(
            $"""
            select row_no, {MeasureColumns.SqlNames}
            from measures
            where organisation_id = @organisationId and audit_id = @auditId and row_no > @after
              and (@Measure::text is null or measure = @Measure) and (@Scorer::text is null or scorer = @Scorer)
              and (@Split::text is null or split = @Split) and (@ItemId::text is null or item_id = @ItemId)
            order by row_no limit @limit
            """,
            new { organisationId, auditId, after, limit, filter.Measure, filter.Scorer, filter.Split, filter.ItemId });
        var rows = new List<(int, MeasureRow)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetInt32(0), MeasureColumns.Read(reader, from: 1)));
        }
        return rows;
    }
}

/// <summary>Which measures are wanted; null: any.</summary>
/// <param name="Measure">The measure's code.</param>
/// <param name="Scorer">The scorer.</param>
/// <param name="Split">The training split.</param>
/// <param name="ItemId">The item.</param>
internal sealed record MeasureFilter(string? Measure = null, string? Scorer = null, string? Split = null, string? ItemId = null);
