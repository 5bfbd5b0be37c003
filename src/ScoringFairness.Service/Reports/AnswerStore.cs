using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Reports;

/// <summary>The answers of the database.</summary>
internal sealed class AnswerStore(OrganisationDatabase database)
{
    /// <summary>Stores what an audit's report answers, in the caller's transaction.</summary>
    public static Task WriteAsync(NpgsqlConnection connection, string organisationId, string auditId, ToldAnswers answers) =>
        connection.ExecuteAsync(
            """
            insert into audit_answers (organisation_id, audit_id, told_by, made_by, figures)
            values (@organisationId, @auditId, @Version, @MadeBy, @figures::jsonb)
            on conflict (organisation_id, audit_id) do update
            set told_by = excluded.told_by, made_by = excluded.made_by, figures = excluded.figures
            """,
            new { organisationId, auditId, Health.Version, answers.MadeBy, figures = JsonSerializer.Serialize(answers.Figures, ContractJson.Options) });

    /// <summary>The same of an audit that is completed already.</summary>
    public async Task WriteAsync(string organisationId, string auditId, ToldAnswers answers)
    {
        await using var connection = await database.OpenAsync(organisationId);
        try
        {
            await WriteAsync(connection, organisationId, auditId, answers);
        }
        catch (PostgresException gone) when (gone.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            // The audit was deleted since its report was read.
        }
    }

    /// <summary>The answers of some audits that this version of the program told: what may be told is the version's.</summary>
    public async Task<Dictionary<string, ToldAnswers>> FindAsync(string organisationId, IReadOnlyCollection<string> auditIds)
    {
        var rows = await database.ReadAsync(
            """
            select audit_id, made_by, figures::text from audit_answers
            where organisation_id = @organisationId and audit_id = any(@ids) and told_by = @Version
            """,
            new { organisationId, ids = auditIds.ToArray(), Health.Version },
            found => found.ReadAsync<(string AuditId, string MadeBy, string Figures)>());
        return rows.ToDictionary(
            row => row.AuditId, row => new ToldAnswers(row.MadeBy, JsonSerializer.Deserialize<ToldFigure[]>(row.Figures, ContractJson.Options)!));
    }
}
