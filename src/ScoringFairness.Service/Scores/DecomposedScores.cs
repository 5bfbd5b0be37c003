using Dapper;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Scores;

/// <summary>A score and what may explain its error.</summary>
internal sealed record DecomposedRow
{
    public required string ItemId { get; init; }

    public required string Scorer { get; init; }

    public string? Split { get; init; }

    public required int StudentNo { get; init; }

    public required string GroupLabel { get; init; }

    public required short HumanLevel { get; init; }

    public required double Score { get; init; }

    public double? Expected { get; init; }

    public required int Words { get; init; }

    public string? Prompt { get; init; }
}

/// <summary>The scores of an audit beside the lengths and prompts of the texts that were scored.</summary>
internal sealed class DecomposedScores(OrganisationDatabase database)
{
    /// <summary>Those of a repeat, in a fixed order; responses without a group or a text are not among them.</summary>
    public async Task<IReadOnlyList<DecomposedRow>> RowsAsync(string organisationId, string auditId, int repeat, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<DecomposedRow>(new CommandDefinition(
            """
            select s.item_id, s.scorer, nullif(s.split, '') as split, s.student_no, s.group_label, s.human_level, s.score, s.expected, r.words, r.prompt
            from out_of_fold_scores s
            join audit_responses r using (organisation_id, audit_id, item_id, response_no)
            where s.organisation_id = @organisationId and s.audit_id = @auditId and s.repeat = @repeat and s.group_label is not null and r.words is not null
            order by s.item_id, s.response_no, s.scorer, s.split
            """,
            new { organisationId, auditId, repeat }, commandTimeout: 0, cancellationToken: cancellation))).AsList();
    }
}
