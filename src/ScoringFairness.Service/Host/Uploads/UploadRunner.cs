using Npgsql;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Host.Telemetry;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>Takes an upload into the database: every row of it in one transaction, or nothing.</summary>
internal sealed class UploadRunner(
    OrganisationDatabase database, Measurements measurements, Arrivals arrivals, UploadSettings settings) : IDisposable
{
    private readonly Places _places = new(settings.AtOnce, settings.AtOncePerOrganisation, int.MaxValue);

    public void Dispose() => _places.Dispose();

    /// <summary>Reads the rows as they come, and stores them once all are there.</summary>
    /// <param name="caller">Whose they are.</param>
    /// <param name="query">What to do with bad rows.</param>
    /// <param name="upload">The kind of upload.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="body">The body that the rows are read from, where an idempotency key was sent.</param>
    /// <param name="cancellation">Ends everything; nothing is stored then.</param>
    public async Task<UploadOutcome> RunAsync(
        Caller caller, UploadQuery query, IUpload upload, IAsyncEnumerable<InputRow> rows, DigestedStream? body,
        CancellationToken cancellation)
    {
        var uploadId = Guid.CreateVersion7().ToString("N");
        await using var kept = arrivals.Keep(caller.OrganisationId);
        await using var early = new EarlyCopy(
            database, _places, caller.OrganisationId, upload, kept, async connection => body is null || await ClaimAsync(connection) is null);
        var staged = await StagedUpload.ReadAsync(upload, rows, kept, early, cancellation);
        if (await early.FinishAsync(staged.IsPlain, cancellation) is { } copied)
        {
            await using (copied)
            {
                return await AnswerAsync(copied, Answer(upload, staged) with { Inserted = staged.Received });
            }
        }
        var place = await _places.TakeAsync(caller.OrganisationId, cancellation);
        await using var transaction = await UploadTransaction.BeginAsync(database, caller.OrganisationId, place!, cancellation);
        if (body is not null && await ClaimAsync(transaction.Connection) is { } before)
        {
            var digest = await body.FinishAsync(cancellation);
            return new UploadOutcome(before.Answer, IsStored: true, OtherUnderKey: !digest.SequenceEqual(before.Digest));
        }
        var (answer, problem) = await StagedRows.StoreAsync(
            transaction.Connection, query, upload, kept, staged, Answer(upload, staged), cancellation);
        return problem is null
            ? await AnswerAsync(transaction, answer)
            : UploadOutcome.Refused(staged.Received, staged.Ignored, problem);

        Task<(byte[] Digest, IngestAnswer Answer)?> ClaimAsync(NpgsqlConnection connection) => UploadStore.ClaimAsync(
            connection, caller.OrganisationId, uploadId, upload.Kind, query.IdempotencyKey!, cancellation);

        Task<UploadOutcome> AnswerAsync(UploadTransaction transaction, IngestAnswer answer) =>
            EndAsync(caller, transaction, uploadId, query.Item, upload, answer, staged.IsStored(answer.Rejected, query), body, cancellation);
    }

    /// <summary>Says what would become of rows, and stores nothing.</summary>
    /// <param name="caller">Whose they are.</param>
    /// <param name="query">What to do with bad rows.</param>
    /// <param name="upload">The kind of upload.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<UploadOutcome> CheckAsync(
        Caller caller, UploadQuery query, IUpload upload, IAsyncEnumerable<InputRow> rows, CancellationToken cancellation)
    {
        await using var kept = arrivals.Keep(caller.OrganisationId);
        var staged = await StagedUpload.ReadAsync(upload, rows, kept, early: null, cancellation);
        var place = await _places.TakeAsync(caller.OrganisationId, cancellation);
        await using var undone = await UploadTransaction.BeginAsync(database, caller.OrganisationId, place!, cancellation);
        var (answer, problem) = await StagedRows.StoreAsync(undone.Connection, query, upload, kept, staged, Answer(upload, staged), cancellation);
        return problem is null
            ? new UploadOutcome(answer, staged.IsStored(answer.Rejected, query))
            : UploadOutcome.Refused(staged.Received, staged.Ignored, problem);
    }

    private static IngestAnswer Answer(IUpload upload, StagedUpload staged) => new()
    {
        Received = staged.Received,
        Inserted = 0,
        Updated = 0,
        Unchanged = 0,
        Rejected = staged.Rejected,
        IgnoredColumns = staged.Ignored,
        Warnings = upload.Warnings,
        Errors = [],
    };

    /// <summary>Records what became of an upload, and stores it.</summary>
    private async Task<UploadOutcome> EndAsync(
        Caller caller, UploadTransaction transaction, string uploadId, string? itemId, IUpload upload, IngestAnswer answer, bool isStored,
        DigestedStream? body, CancellationToken cancellation)
    {
        var (connection, organisationId, kind) = (transaction.Connection, caller.OrganisationId, upload.Kind);
        if (isStored)
        {
            await ActivityLog.RecordAsync(
                connection, caller, $"{kind}.ingested", itemId, new { answer.Received, answer.Inserted, answer.Updated, answer.Rejected });
        }
        if (answer.Rejected > 0)
        {
            answer = answer with { ErrorsUrl = $"/v1/uploads/{uploadId}/errors" };
        }
        if (answer.Rejected > 0 || body is not null)
        {
            var sent = isStored && body is not null ? await body.FinishAsync(cancellation) : null;
            await UploadStore.RecordAsync(connection, organisationId, uploadId, kind, sent, answer);
        }
        if (answer.Rejected > 0)
        {
            await UploadStore.AddErrorsAsync(connection, organisationId, uploadId, cancellation);
        }
        await transaction.CommitAsync(cancellation);
        if (isStored)
        {
            upload.Stored(answer.Inserted);
        }
        measurements.Ingested(kind, isStored ? answer.Received - answer.Rejected : 0, isStored ? answer.Rejected : answer.Received);
        return new UploadOutcome(answer, isStored);
    }
}
