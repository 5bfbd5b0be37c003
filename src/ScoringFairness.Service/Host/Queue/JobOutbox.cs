using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>
/// Jobs from the transaction that decides on them until they are done. They are handed to the queue afterwards, so that a crash
/// in between loses none; one may be delivered twice.
/// </summary>
internal sealed class JobOutbox(NpgsqlDataSource database) : IDisposable
{
    /// <summary>
    /// One process at a time hands over, so that each counts right. Whoever reports on a job waits for it too: a short one may
    /// be done before it is written down that it was handed over.
    /// </summary>
    private const long Lock = 0x5C0F_A1E6;

    private const string Job = "organisation_id = @OrganisationId and audit_id = @AuditId and kind = @kind and number is not distinct from @Number";

    private const string OneJob = $"{Job} and handed_over_at is not null";

    private readonly SemaphoreSlim _signal = new(0);

    /// <summary>Adds jobs in the caller's transaction; call <see cref="Wake"/> after its commit.</summary>
    public static Task AddAsync(
        NpgsqlConnection connection, string kind, string queue, string organisationId, string auditId, IEnumerable<int?> numbers) =>
        connection.ExecuteAsync(
            """
            insert into job_outbox (organisation_id, kind, queue, audit_id, number)
            select @organisationId, @kind, @queue, @auditId, number from unnest(@numbers) with ordinality as t(number, place)
            order by place
            """,
            new { organisationId, kind, queue, auditId, numbers = numbers.ToArray() });

    /// <summary>Takes back the jobs of an audit that are not handed over, in the caller's transaction.</summary>
    public static Task WithdrawAsync(NpgsqlConnection connection, string organisationId, string auditId) =>
        connection.ExecuteAsync(
            "delete from job_outbox where organisation_id = @organisationId and audit_id = @auditId and handed_over_at is null",
            new { organisationId, auditId });

    /// <summary>Says that there is something to hand over, or room for it.</summary>
    public void Wake() => _signal.Release();

    public void Dispose() => _signal.Dispose();

    /// <summary>Waits for <see cref="Wake"/>, or for the time to look anyway.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellation)
    {
        await _signal.WaitAsync(longest, cancellation);
        while (await _signal.WaitAsync(TimeSpan.Zero, cancellation))
        {
        }
    }

    /// <summary>The queue of a job, which may run before it is written down that it was handed over; null where it is done.</summary>
    public async Task<string?> QueueAsync(string kind, JobArguments job)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.QueryFirstOrDefaultAsync<string>(
            $"select queue from job_outbox where {Job} order by job_no desc limit 1", new { job.OrganisationId, job.AuditId, kind, job.Number });
    }

    /// <summary>Whether another audit has a better claim to the place of a job, or as good a one.</summary>
    public async Task<bool> IsPlaceWantedAsync(string queue, JobArguments job, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        // What was handed over and has not begun has no place yet.
        var lines = await connection.QueryAsync<WaitingLine>(new CommandDefinition(
            """
            select organisation_id, audit_id, count(*) filter (where running)::int as under_way, count(*) filter (where not running)::int as waiting
            from job_outbox where queue = @queue group by organisation_id, audit_id
            """,
            new { queue }, cancellationToken: cancellation));
        return FairShare.IsPlaceWanted([.. lines], job.OrganisationId, job.AuditId);
    }

    /// <summary>A job begins.</summary>
    /// <returns>How often it was begun before and nobody said that it was over, as where its process was killed.</returns>
    public Task<int> BeginAsync(string kind, JobArguments job) =>
        database.InTransactionAsync(
            async connection =>
            {
                await LockAsync(connection);
                return (await connection.QueryAsync<int>(
                    $"update job_outbox set take_overs = take_overs + running::int, running = true where {OneJob} returning take_overs",
                    new { job.OrganisationId, job.AuditId, kind, job.Number })).DefaultIfEmpty().Max();
            },
            CancellationToken.None);

    /// <summary>A job goes back to the queue: its process is about to stop.</summary>
    public async Task ReturnAsync(string kind, JobArguments job)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            $"update job_outbox set running = false where {OneJob}", new { job.OrganisationId, job.AuditId, kind, job.Number });
    }

    /// <summary>A job gives its place to another, and waits for its turn again.</summary>
    public async Task GiveWayAsync(string kind, JobArguments job)
    {
        await database.InTransactionAsync(
            async connection =>
            {
                await LockAsync(connection);
                return await connection.ExecuteAsync(
                    $"update job_outbox set running = false, handed_over_at = null, queue_job = null where {OneJob}",
                    new { job.OrganisationId, job.AuditId, kind, job.Number });
            },
            CancellationToken.None);
        Wake();
    }

    /// <summary>A job is done, or of no use any more.</summary>
    public async Task ForgetAsync(string kind, JobArguments job)
    {
        await database.InTransactionAsync(
            async connection =>
            {
                await LockAsync(connection);
                return await connection.ExecuteAsync(
                    $"delete from job_outbox where {OneJob}", new { job.OrganisationId, job.AuditId, kind, job.Number });
            },
            CancellationToken.None);
        Wake();
    }

    /// <summary>A job threw.</summary>
    /// <returns>How often it did; 0 for one delivered twice that is done.</returns>
    public Task<int> CountFailureAsync(string kind, JobArguments job) =>
        database.InTransactionAsync(
            async connection =>
            {
                await LockAsync(connection);
                return (await connection.QueryAsync<int>(
                    $"update job_outbox set failures = failures + 1, running = false where {OneJob} returning failures",
                    new { job.OrganisationId, job.AuditId, kind, job.Number })).DefaultIfEmpty().Max();
            },
            CancellationToken.None);

    /// <summary>The queues that have jobs to do.</summary>
    public async Task<IReadOnlyList<QueueLine>> WaitingAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return (await connection.QueryAsync<QueueLine>(new CommandDefinition(
            """
            select queue, count(*)::int as jobs, extract(epoch from now() - min(created_at))::float8 as oldest_seconds
            from job_outbox group by queue
            """,
            cancellationToken: cancellation))).AsList();
    }

    /// <summary>Waits for whoever hands over now, and keeps others from it until the end of the transaction.</summary>
    internal static Task<int> LockAsync(NpgsqlConnection connection) => connection.ExecuteAsync("select pg_advisory_xact_lock(@Lock)", new { Lock });
}

/// <summary>A queue with jobs to do.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Jobs">Jobs that are not done, those that run among them.</param>
/// <param name="OldestSeconds">Age of the oldest.</param>
internal sealed record QueueLine(string Queue, int Jobs, double OldestSeconds);
