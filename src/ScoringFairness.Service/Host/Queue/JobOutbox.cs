using Dapper;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Npgsql;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>
/// Jobs on their way to the queue. They are written in the transaction that decides on them and handed over afterwards,
/// so that a crash in between loses none; one may be delivered twice.
/// </summary>
internal sealed class JobOutbox(NpgsqlDataSource database, IBackgroundJobClient queue) : IDisposable
{
    private const int Batch = 200;
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

    /// <summary>Says that there is something to hand over.</summary>
    public void Wake() => _signal.Release();

    public void Dispose() => _signal.Dispose();

    /// <summary>Waits for <see cref="Wake"/>, or for the time to look anyway.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellation) => _signal.WaitAsync(longest, cancellation);

    /// <summary>Hands waiting jobs to the queue.</summary>
    /// <returns>Whether there may be more.</returns>
    public Task<bool> DispatchAsync(CancellationToken cancellation) =>
        database.InTransactionAsync(
            async connection =>
            {
                var waiting = (await connection.QueryAsync<Entry>(
                    """
                    select organisation_id, job_no, kind, queue, audit_id, number from job_outbox
                    order by job_no limit @Batch for update skip locked
                    """,
                    new { Batch })).AsList();
                foreach (var entry in waiting)
                {
                    // A job that knows its queue goes back to it when it is tried again; else it would wait in one that nobody serves.
                    queue.Create(
                        Job.FromExpression<JobRunner>(
                            runner => runner.RunAsync(entry.Kind, entry.OrganisationId, entry.AuditId, entry.Number, CancellationToken.None),
                            entry.Queue),
                        new EnqueuedState(entry.Queue));
                }
                await connection.ExecuteAsync(
                    "delete from job_outbox where organisation_id = @OrganisationId and job_no = @JobNo", waiting);
                return waiting.Count == Batch;
            },
            cancellation);

    private sealed class Entry
    {
        public required string OrganisationId { get; init; }

        public required long JobNo { get; init; }

        public required string Kind { get; init; }

        public required string Queue { get; init; }

        public required string AuditId { get; init; }

        public int? Number { get; init; }
    }
}
