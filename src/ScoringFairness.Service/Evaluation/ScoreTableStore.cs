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
    public static Task WriteAsync(
        NpgsqlConnection connection, string organisationId, string auditId, IReadOnlyList<ScoreTable> tables, IReadOnlyList<StudentTable> students) =>
        connection.ExecuteAsync(
            """
            insert into score_tables (organisation_id, audit_id, tables, students, version)
            values (@organisationId, @auditId, @tables::jsonb, @students::jsonb, @Version)
            """,
            new
            {
                organisationId,
                auditId,
                tables = JsonSerializer.Serialize(tables, ContractJson.Options),
                students = students.Count == 0 ? null : JsonSerializer.Serialize(students, ContractJson.Options),
                Health.Version,
            });

    /// <summary>
    /// The tables of an audit with the students behind them, and the version that made its figures; neither for one that was evaluated before
    /// they were kept.
    /// </summary>
    public async Task<(IReadOnlyList<ScoreTable> Tables, IReadOnlyList<StudentTable> Students, string? Version)> FindAsync(
        string organisationId, string auditId)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var found = await connection.QuerySingleOrDefaultAsync<Row>(
            "select tables::text, students::text, version from score_tables where organisation_id = @organisationId and audit_id = @auditId",
            new { organisationId, auditId });
        return found is null ? ([], [], null) : (
            Read<ScoreTable>(found.Tables), found.Students is null ? [] : Read<StudentTable>(found.Students), found.Version);
    }

    private static T[] Read<T>(string json) => JsonSerializer.Deserialize<T[]>(json, ContractJson.Options)!;

    private sealed record Row(string Tables, string? Students, string? Version);
}
