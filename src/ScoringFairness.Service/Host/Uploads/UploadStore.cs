using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>The uploads that are remembered, and their errors.</summary>
internal sealed class UploadStore(OrganisationDatabase database)
{
    private const string Forgotten = "This named something that was erased since; row, field and code say where and what it was.";

    /// <summary>Whether a message names what is erased: messages have ids between apostrophes.</summary>
    private const string Names =
        "(@ids::text[] is null and message like '%''%' or exists (select from unnest(@ids) id where strpos(message, '''' || id || '''') > 0))";

    /// <summary>The errors that an answer holds.</summary>
    private const string Answered = "jsonb_array_elements(answer -> 'errors')";

    /// <summary>Days after which an upload, its errors and its key are forgotten.</summary>
    public const int KeepDays = 30;

    /// <summary>Claims a key for the rest of the transaction; waits for another upload that claims it at the moment.</summary>
    /// <returns>Null if the key is this upload's now, else what was sent under it before and how it was answered.</returns>
    public static async Task<(byte[] Digest, IngestAnswer Answer)?> ClaimAsync(
        NpgsqlConnection connection, string organisationId, string uploadId, string kind, string key, CancellationToken cancellation)
    {
        var claimed = await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into uploads (organisation_id, upload_id, kind, idempotency_key) values (@organisationId, @uploadId, @kind, @key)
            on conflict (organisation_id, kind, idempotency_key) do nothing
            """,
            new { organisationId, uploadId, kind, key }, commandTimeout: 0, cancellationToken: cancellation));
        if (claimed > 0)
        {
            return null;
        }
        var (digest, answer) = await connection.QuerySingleAsync<(byte[], string)>(
            """
            select request_digest, answer::text from uploads
            where organisation_id = @organisationId and kind = @kind and idempotency_key = @key
            """,
            new { organisationId, kind, key });
        return (digest, JsonSerializer.Deserialize<IngestAnswer>(answer, ContractJson.Options)!);
    }

    /// <summary>Remembers how an upload was answered; a key of one that was refused is free again.</summary>
    public static Task RecordAsync(
        NpgsqlConnection connection, string organisationId, string uploadId, string kind, byte[]? digest, IngestAnswer answer) =>
        connection.ExecuteAsync(
            """
            insert into uploads (organisation_id, upload_id, kind, answer) values (@organisationId, @uploadId, @kind, @answer::jsonb)
            on conflict (organisation_id, upload_id) do update
            set request_digest = @digest, answer = excluded.answer,
                idempotency_key = case when @digest::bytea is not null then uploads.idempotency_key end;
            delete from uploads where organisation_id = @organisationId and created_at < now() - make_interval(days => @KeepDays)
            """,
            new { organisationId, uploadId, kind, digest, answer = JsonSerializer.Serialize(answer, ContractJson.Options), KeepDays });

    /// <summary>Keeps the errors of the staged rows.</summary>
    public static Task AddErrorsAsync(NpgsqlConnection connection, string organisationId, string uploadId, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into upload_errors (organisation_id, upload_id, error_no, row_no, field, code, message)
            select @organisationId, @uploadId, row_number() over (order by row_no), row_no, error_field, error_code, error_message
            from incoming where error_code is not null
            """,
            new { organisationId, uploadId }, commandTimeout: 0, cancellationToken: cancellation));

    /// <summary>The first errors of the staged rows.</summary>
    public static async Task<IReadOnlyList<RowError>> FirstErrorsAsync(NpgsqlConnection connection, int limit) =>
        (await connection.QueryAsync<RowError>(
            """
            select row_no as row, error_field as field, error_code as code, error_message as message
            from incoming where error_code is not null order by row_no limit @limit
            """,
            new { limit })).AsList();

    /// <summary>Takes out of what is remembered of uploads the words that name something which is erased in the same transaction.</summary>
    /// <param name="connection">The transaction's connection.</param>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="ids">Students and responses; null: so many that every message goes which names anything.</param>
    /// <returns>Errors that named it.</returns>
    public static async Task<int> ForgetAsync(NpgsqlConnection connection, string organisationId, IReadOnlyCollection<string>? ids)
    {
        var named = new { organisationId, ids = ids?.ToArray(), Forgotten };
        await connection.ExecuteAsync(
            $"""
            update uploads set answer = jsonb_set(answer, array['errors'], (
              select jsonb_agg(case when {Names} then error || jsonb_build_object('message', @Forgotten::text) else error end order by place)
              from {Answered} with ordinality answered(error, place), lateral (select error ->> 'message' as message) said))
            where organisation_id = @organisationId
              and exists (select from {Answered} answered(error), lateral (select error ->> 'message' as message) said where {Names})
            """,
            named);
        return await connection.ExecuteAsync(
            $"update upload_errors set message = @Forgotten where organisation_id = @organisationId and {Names}", named);
    }

    /// <summary>A part of the errors of an upload in the order of rows; null where there is no such upload.</summary>
    public async Task<IReadOnlyList<(int Number, RowError Error)>?> ErrorsAsync(string organisationId, string uploadId, int after, int limit)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var isKnown = await connection.ExecuteScalarAsync<bool>(
            "select exists (select 1 from uploads where organisation_id = @organisationId and upload_id = @uploadId)",
            new { organisationId, uploadId });
        return isKnown
            ? [.. (await connection.QueryAsync<(int Number, int Row, string? Field, string Code, string Message)>(
                """
                select error_no, row_no, field, code, message from upload_errors
                where organisation_id = @organisationId and upload_id = @uploadId and error_no > @after order by error_no limit @limit
                """,
                new { organisationId, uploadId, after, limit })).Select(row => (row.Number, new RowError(row.Row, row.Field, row.Code, row.Message)))]
            : null;
    }
}
