using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Host.Telemetry;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>How an upload ended.</summary>
/// <param name="Answer">What became of its rows.</param>
/// <param name="IsStored">Whether its good rows are stored.</param>
/// <param name="OtherUnderKey">Whether something else was sent under its idempotency key before.</param>
internal sealed record UploadOutcome(IngestAnswer Answer, bool IsStored, bool OtherUnderKey = false)
{
    /// <summary>An upload that cannot be stored as a whole.</summary>
    public static UploadOutcome Refused(long received, IReadOnlyList<string> ignored, RowError problem) =>
        new(
            new IngestAnswer
            {
                Received = received,
                Inserted = 0,
                Updated = 0,
                Unchanged = 0,
                Rejected = received,
                IgnoredColumns = ignored,
                Errors = [problem],
            },
            IsStored: false);
}

/// <summary>Takes an upload into the database: every row of it in one transaction, or nothing.</summary>
internal sealed class UploadRunner(
    OrganisationDatabase database, Measurements measurements, Arrivals arrivals, UploadSettings settings) : IDisposable
{
    private const int ErrorsShown = 100;

    /// <summary>Staged rows from which on joins go through whole tables at once rather than row by row.</summary>
    private const int Many = 5000;

    private readonly Places _places = new(settings.AtOnce, settings.AtOncePerOrganisation, int.MaxValue);

    public void Dispose() => _places.Dispose();

    /// <summary>Reads the rows as they come, and, once all are there, stores them through a temporary table.</summary>
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
        await using var kept = arrivals.Keep(caller.OrganisationId);
        var staged = await StageAsync(kept, upload, rows, cancellation);
        using var place = await _places.TakeAsync(caller.OrganisationId, cancellation);
        return await TakeAsync(caller, query, upload, kept, staged, body, cancellation);
    }

    private async Task<UploadOutcome> TakeAsync(
        Caller caller, UploadQuery query, IUpload upload, KeptRows kept, Staged staged, DigestedStream? body, CancellationToken cancellation)
    {
        var organisationId = caller.OrganisationId;
        var uploadId = Guid.CreateVersion7().ToString("N");
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (body is not null
            && await UploadStore.ClaimAsync(connection, organisationId, uploadId, upload.Kind, query.IdempotencyKey!, cancellation) is { } before)
        {
            var digest = await body.FinishAsync(cancellation);
            var isSame = digest.SequenceEqual(before.Digest);
            return new UploadOutcome(before.Answer, IsStored: true, OtherUnderKey: !isSame);
        }
        await connection.ExecuteAsync(Staging.Create(upload));
        await kept.CopyAsync(connection, Staging.Copy, cancellation);
        var rejected = staged.Rejected;
        if (!staged.IsBroken)
        {
            rejected += await MarkDuplicatesAsync(connection, upload, staged.Received, cancellation);
            if ((rejected == 0 || query.Skips) && await upload.HoldAsync(connection) is { } problem)
            {
                return UploadOutcome.Refused(staged.Received, staged.Ignored, problem);
            }
            rejected += await upload.MarkUnfitAsync(connection, cancellation);
        }
        var answer = new IngestAnswer
        {
            Received = staged.Received,
            Inserted = 0,
            Updated = 0,
            Unchanged = 0,
            Rejected = rejected,
            IgnoredColumns = staged.Ignored,
            Warnings = upload.Warnings,
            Errors = rejected > 0 ? await UploadStore.FirstErrorsAsync(connection, ErrorsShown) : [],
            ErrorsUrl = rejected > 0 ? $"/v1/uploads/{uploadId}/errors" : null,
        };
        var isStored = rejected == 0 || (query.Skips && !staged.IsBroken && rejected < staged.Received);
        if (isStored)
        {
            var (inserted, updated) = await upload.MergeAsync(connection, cancellation);
            await ActivityLog.RecordAsync(
                connection, caller, $"{upload.Kind}.ingested", subject: null, new { answer.Received, inserted, updated, rejected });
            answer = answer with { Inserted = inserted, Updated = updated, Unchanged = answer.Received - rejected - inserted - updated };
        }
        if (rejected > 0 || body is not null)
        {
            var sent = isStored && body is not null ? await body.FinishAsync(cancellation) : null;
            await UploadStore.RecordAsync(connection, organisationId, uploadId, upload.Kind, sent, answer);
            await UploadStore.AddErrorsAsync(connection, organisationId, uploadId, cancellation);
        }
        await transaction.CommitAsync(cancellation);
        measurements.Ingested(upload.Kind, isStored ? answer.Received - rejected : 0, isStored ? rejected : answer.Received);
        return new UploadOutcome(answer, isStored);
    }

    private static async Task<Staged> StageAsync(
        KeptRows kept, IUpload upload, IAsyncEnumerable<InputRow> rows, CancellationToken cancellation)
    {
        var copy = new BinaryCopy(kept.WriteAsync);
        var staging = new Staging(copy, upload.StagedColumns.Count);
        IReadOnlyList<string> ignored = [];
        var isBroken = false;
        RowShape? shape = null;
        try
        {
            await foreach (var row in rows.WithCancellation(cancellation))
            {
                if (row.Problem is { } problem)
                {
                    staging.Refuse(problem);
                    continue;
                }
                if (row.Shape != shape)
                {
                    var (missing, unused) = upload.Bind(row.Shape);
                    if (shape is null)
                    {
                        ignored = unused;
                        Require(missing, row.Number);
                    }
                    shape = row.Shape;
                }
                await upload.StageAsync(row, staging, cancellation);
                await copy.FlushAsync(cancellation);
            }
            if (shape is null && staging.Received == 0)
            {
                throw new BrokenInputException(new RowError(0, null, "empty", "The upload holds no row; send at least one."));
            }
        }
        catch (BrokenInputException broken)
        {
            isBroken = true;
            staging.Break(broken.Error);
        }
        await copy.CompleteAsync(cancellation);
        return new Staged(staging.Received, staging.Rejected, isBroken, ignored);
    }

    /// <summary>Columns that the first row lacks are one error, not one for each row.</summary>
    private static void Require(IReadOnlyList<string> missing, int row)
    {
        if (missing.Count > 0)
        {
            throw new BrokenInputException(new RowError(row, missing[0], "missing",
                $"There is no column or property {string.Join(", ", missing.Select(name => $"'{name}'"))}; "
                + "send it, or name the one that holds it in the query, as in text=essay."));
        }
    }

    private static async Task<int> MarkDuplicatesAsync(
        NpgsqlConnection connection, IUpload upload, long received, CancellationToken cancellation)
    {
        // A table just filled has no statistics, and those of the tables it is joined with may be stale: a plan made for a
        // handful of rows would take hours for a million.
        await connection.ExecuteAsync(new CommandDefinition(
            $"set local work_mem = '64MB'; set local enable_nestloop = {(received >= Many ? "off" : "on")}; "
            + "analyze incoming (error_code, item_id, response_id)",
            commandTimeout: 0, cancellationToken: cancellation));
        return !upload.MayRepeat ? 0 : await connection.ExecuteAsync(new CommandDefinition(
            $"""
            update incoming set error_field = 'responseId', error_code = 'duplicate',
              error_message = format('Response ''%s'' stands in row %s already; send each once.', incoming.response_id, first)
            from (select {upload.KeyColumns}, min(row_no) as first from incoming where error_code is null
                  group by {upload.KeyColumns} having count(*) > 1) repeated
            where error_code is null and row_no > first and ({Qualified("incoming")}) = ({Qualified("repeated")})
            """,
            commandTimeout: 0, cancellationToken: cancellation));

        string Qualified(string table) => string.Join(", ", upload.KeyColumns.Split(", ").Select(column => $"{table}.{column}"));
    }

    private sealed record Staged(long Received, long Rejected, bool IsBroken, IReadOnlyList<string> Ignored);
}
