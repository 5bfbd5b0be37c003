using Dapper;
using Npgsql;
using NpgsqlTypes;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Scores;

/// <summary>The responses of audits, frozen when they were planned.</summary>
internal sealed class PlannedResponses(OrganisationDatabase database)
{
    /// <summary>Stores the plan of an item.</summary>
    /// <param name="connection">The planning transaction.</param>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="responses">Its responses.</param>
    /// <param name="folds">The fold of each response by repeat, <c>[repeat][response]</c>.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static Task WriteAsync(
        NpgsqlConnection connection, string organisationId, string auditId, string itemId,
        IReadOnlyList<PlannedResponse> responses, IReadOnlyList<int[]> folds, CancellationToken cancellation) =>
        OrganisationDatabase.CopyAsync(
            connection, "audit_responses",
            """
            organisation_id, audit_id, item_id, response_no, response_id, student_no, group_label, human_level, further_scores,
            folds, cluster_no, words, prompt
            """,
            copy => WriteAsync(copy, organisationId, auditId, itemId, responses, folds, cancellation), cancellation);

    private static async Task WriteAsync(
        NpgsqlBinaryImporter copy, string organisationId, string auditId, string itemId,
        IReadOnlyList<PlannedResponse> responses, IReadOnlyList<int[]> folds, CancellationToken cancellation)
    {
        for (var at = 0; at < responses.Count; at++)
        {
            var response = responses[at];
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(organisationId, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(auditId, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(itemId, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(response.ResponseNo, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(response.ResponseId, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(response.StudentNo, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(response.Group, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync((short)response.HumanLevel, NpgsqlDbType.Smallint, cancellation);
            await copy.WriteAsync(response.FurtherScores, NpgsqlDbType.Array | NpgsqlDbType.Double, cancellation);
            await copy.WriteAsync(
                folds.Select(repeat => (short)repeat[at]).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Smallint, cancellation);
            await copy.WriteAsync(response.ClusterNo, NpgsqlDbType.Integer, cancellation);
            if (response.Words is { } words)
            {
                await copy.WriteAsync(words, NpgsqlDbType.Integer, cancellation);
            }
            else
            {
                await copy.WriteNullAsync(cancellation);
            }
            await copy.WriteAsync(response.Prompt, NpgsqlDbType.Text, cancellation);
        }
    }

    /// <summary>
    /// Makes audits forget which responses some of theirs were, and whose group's; such a response takes no further part. Its number and its
    /// human level stay: folds are dealt by them.
    /// </summary>
    /// <param name="connection">The caller's transaction.</param>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="responseIds">Its responses; null: all of them.</param>
    /// <param name="auditId">The audit that is to forget them; null: all audits.</param>
    /// <returns>The numbers of the responses by audit.</returns>
    public static async Task<IReadOnlyDictionary<string, int[]>> ForgetAsync(
        NpgsqlConnection connection, string organisationId, string itemId, IReadOnlyCollection<string>? responseIds, string? auditId = null) =>
        (await connection.QueryAsync<(string AuditId, int ResponseNo)>(
            """
            update audit_responses set response_id = '', group_label = null, further_scores = '{}', words = null, prompt = null
            where organisation_id = @organisationId and item_id = @itemId and response_id <> ''
              and (@ids::text[] is null or response_id = any(@ids)) and (@auditId::text is null or audit_id = @auditId)
            returning audit_id, response_no
            """,
            new { organisationId, itemId, ids = responseIds?.ToArray(), auditId }))
        .GroupBy(row => row.AuditId, row => row.ResponseNo, StringComparer.Ordinal).ToDictionary(audit => audit.Key, audit => audit.ToArray());

    /// <summary>The plan of an item: its responses and the fold of each in one repeat.</summary>
    public async Task<(IReadOnlyList<PlannedResponse> Responses, IReadOnlyList<int> Folds)> ReadAsync(
        string organisationId, string auditId, string itemId, int repeat, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var rows = (await connection.QueryAsync<Row>(
            """
            select response_no, response_id, student_no, group_label, human_level, folds[@place] as fold, cluster_no
            from audit_responses
            where organisation_id = @organisationId and audit_id = @auditId and item_id = @itemId order by response_no
            """,
            new { organisationId, auditId, itemId, place = repeat + 1 })).AsList();
        return ([.. rows.Select(row => row.ToResponse())], [.. rows.Select(row => (int)row.Fold)]);
    }

    private sealed class Row
    {
        public int ResponseNo { get; init; }

        public required string ResponseId { get; init; }

        public int StudentNo { get; init; }

        public string? GroupLabel { get; init; }

        public short HumanLevel { get; init; }

        public short Fold { get; init; }

        public int ClusterNo { get; init; }

        public PlannedResponse ToResponse() => new()
        {
            ResponseNo = ResponseNo,
            ResponseId = ResponseId,
            StudentNo = StudentNo,
            Group = GroupLabel,
            HumanLevel = HumanLevel,
            ClusterNo = ClusterNo,
        };
    }
}
