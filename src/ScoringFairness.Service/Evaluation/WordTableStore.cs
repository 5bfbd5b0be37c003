using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Evaluation;

/// <summary>The words that move scores of audits, as far as they may be told.</summary>
internal sealed class WordTableStore(OrganisationDatabase database, AttributedResponses attributed)
{
    /// <summary>Makes the tables of an audit from what words added to single scores; null where nobody asked.</summary>
    public async Task<IReadOnlyList<WordTable>?> MakeAsync(
        string organisationId, string auditId, AuditDesign design, AuditedData data, CancellationToken cancellation)
    {
        if (design.Attribution is not { } asked)
        {
            return null;
        }
        var tables = new List<WordTable>();
        foreach (var scorer in asked.Scorers)
        {
            foreach (var item in data.Items)
            {
                var texts = await attributed.TextsAsync(organisationId, auditId, item.ItemId, scorer.Scorer, scorer.Split, cancellation);
                var words = new WordTables(design.Groups, texts, design.Confidence, design.MinGroupSize, design.MinCellSize);
                tables.Add(new WordTable
                {
                    ItemId = item.ItemId,
                    Scorer = scorer.Scorer,
                    Split = scorer.Split,
                    Method = ContractJson.Word(scorer.Mark.Method.ToString()),
                    Groups = words.Groups,
                    Parts = words.Parts(design.Reference),
                    Words = words.Words(design.Reference),
                });
            }
        }
        return tables;
    }

    /// <summary>Writes the tables of an audit in the caller's transaction, and forgets what they were made from.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, string organisationId, string auditId, IReadOnlyList<WordTable> tables)
    {
        await connection.ExecuteAsync(
            "insert into word_tables (organisation_id, audit_id, tables) values (@organisationId, @auditId, @tables::jsonb)",
            new { organisationId, auditId, tables = JsonSerializer.Serialize(tables, ContractJson.Options) });
        await AttributedResponses.DeleteAsync(connection, organisationId, auditId);
    }

    /// <summary>The tables of an audit; null where nobody asked.</summary>
    public async Task<IReadOnlyList<WordTable>?> FindAsync(string organisationId, string auditId)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var found = await connection.QuerySingleOrDefaultAsync<string>(
            "select tables::text from word_tables where organisation_id = @organisationId and audit_id = @auditId", new { organisationId, auditId });
        return found is null ? null : JsonSerializer.Deserialize<WordTable[]>(found, ContractJson.Options)!;
    }
}
