using System.Text.Json;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>The measures of audits.</summary>
internal sealed class MeasureStore(OrganisationDatabase database)
{
    private const string Columns =
        """
        row_no, measure, scorer, split, compared_with, item_id, over, level, basis, aggregation, group_label, contrast, value,
        low, high, confidence, method, test, statistic, df, p_value, p_adjusted, n, n_by_group, denominators, tolerance,
        verdict, detectable, needed_n, expected_by_chance, note
        """;

    /// <summary>Writes the measures of an audit in the caller's transaction.</summary>
    public static Task WriteAsync(
        NpgsqlConnection connection, string organisationId, string auditId, IReadOnlyList<MeasureRow> rows, CancellationToken cancellation) =>
        OrganisationDatabase.CopyAsync(
            connection, "measures", $"organisation_id, audit_id, {Columns}",
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
            await TextAsync(row.Measure, row.Scorer, row.Split, row.ComparedWith, row.ItemId, row.Over);
            await NumberAsync<int>(NpgsqlDbType.Integer, row.Level);
            await TextAsync(row.Basis, row.Aggregation, row.Group, row.Contrast);
            await NumberAsync<double>(NpgsqlDbType.Double, row.Value, row.Low, row.High, row.Confidence);
            await TextAsync(row.Method, row.Test);
            await NumberAsync<double>(NpgsqlDbType.Double, row.Statistic, row.Df, row.PValue, row.PAdjusted);
            await copy.WriteAsync(row.N, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(JsonSerializer.Serialize(row.NByGroup), NpgsqlDbType.Jsonb, cancellation);
            await copy.WriteAsync(row.Denominators is null ? null : JsonSerializer.Serialize(row.Denominators), NpgsqlDbType.Jsonb, cancellation);
            await NumberAsync<double>(NpgsqlDbType.Double, row.Tolerance);
            await TextAsync(row.Verdict?.Code());
            await NumberAsync<double>(NpgsqlDbType.Double, row.Detectable);
            await NumberAsync<long>(NpgsqlDbType.Bigint, row.NeededN);
            await NumberAsync<double>(NpgsqlDbType.Double, row.ExpectedByChance);
            await TextAsync(row.Note);
        }

        async Task TextAsync(params string?[] values)
        {
            foreach (var value in values)
            {
                await copy.WriteAsync(value, NpgsqlDbType.Text, cancellation);
            }
        }

        async Task NumberAsync<T>(NpgsqlDbType type, params T?[] values)
            where T : struct
        {
            foreach (var value in values)
            {
                if (value is { } number)
                {
                    await copy.WriteAsync(number, type, cancellation);
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
        var rows = await connection.QueryAsync<MeasureRecord>(
            $"""
            select {Columns.Replace("n_by_group, denominators", "n_by_group::text as n_by_group, denominators::text as denominators", StringComparison.Ordinal)}
            from measures
            where organisation_id = @organisationId and audit_id = @auditId and row_no > @after
              and (@Measure::text is null or measure = @Measure) and (@Scorer::text is null or scorer = @Scorer)
              and (@Split::text is null or split = @Split) and (@ItemId::text is null or item_id = @ItemId)
            order by row_no limit @limit
            """,
            new { organisationId, auditId, after, limit, filter.Measure, filter.Scorer, filter.Split, filter.ItemId });
        return [.. rows.Select(row => (row.RowNo, row.ToRow()))];
    }
}

/// <summary>Which measures are wanted; null: any.</summary>
/// <param name="Measure">The measure's code.</param>
/// <param name="Scorer">The scorer.</param>
/// <param name="Split">The training split.</param>
/// <param name="ItemId">The item.</param>
internal sealed record MeasureFilter(string? Measure = null, string? Scorer = null, string? Split = null, string? ItemId = null);
