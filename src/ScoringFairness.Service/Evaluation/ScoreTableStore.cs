using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Evaluation;

/// <summary>The score tables of audits, with every count as it is.</summary>
internal sealed class ScoreTableStore(NpgsqlDataSource database)
{
    /// <summary>Writes the tables of an audit in the caller's transaction.</summary>
    public static Task WriteAsync(NpgsqlConnection connection, string organisationId, string auditId, IReadOnlyList<ScoreTable> tables) =>
        connection.ExecuteAsync(
            "insert into score_tables (organisation_id, audit_id, tables) values (@organisationId, @auditId, @tables::jsonb)",
            new { organisationId, auditId, tables = JsonSerializer.Serialize(tables, WebService.Json) });

    /// <summary>The tables of an audit; none of one that was evaluated before tables were kept.</summary>
    public async Task<IReadOnlyList<ScoreTable>> ListAsync(string organisationId, string auditId)
    {
        await using var connection = await database.OpenConnectionAsync();
        var tables = await connection.QuerySingleOrDefaultAsync<string>(
            "select tables::text from score_tables where organisation_id = @organisationId and audit_id = @auditId",
            new { organisationId, auditId });
        return tables is null ? [] : JsonSerializer.Deserialize<ScoreTable[]>(tables, WebService.Json)!;
    }
}
