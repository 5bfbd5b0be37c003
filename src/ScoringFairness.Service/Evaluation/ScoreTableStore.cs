using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Evaluation;

/// <summary>The score tables of audits, with every count as it is.</summary>
internal sealed class ScoreTableStore(OrganisationDatabase database)
{
    /// <summary>Writes the tables of an audit, and which version of the program made its figures, in the caller's transaction.</summary>
    public static Task WriteAsync(NpgsqlConnection connection, string organisationId, string auditId, IReadOnlyList<ScoreTable> tables) =>
        connection.ExecuteAsync(
            "insert into score_tables (organisation_id, audit_id, tables, version) values (@organisationId, @auditId, @tables::jsonb, @Version)",
            new { organisationId, auditId, tables = JsonSerializer.Serialize(tables, ContractJson.Options), Health.Version });

    /// <summary>The tables of an audit and the version that made its figures; neither for one that was evaluated before they were kept.</summary>
    public async Task<(IReadOnlyList<ScoreTable> Tables, string? Version)> FindAsync(string organisationId, string auditId)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var found = await connection.QuerySingleOrDefaultAsync<Row>(
            "select tables::text, version from score_tables where organisation_id = @organisationId and audit_id = @auditId",
            new { organisationId, auditId });
        return found is null ? ([], null) : (JsonSerializer.Deserialize<ScoreTable[]>(found.Tables, ContractJson.Options)!, found.Version);
    }

    private sealed record Row(string Tables, string? Version);
}
