using Dapper;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Npgsql;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>Gives the jobs of the <see cref="JobOutbox"/> to the queue.</summary>
/// <remarks>
/// The queue holds no more waiting jobs than its workers can run at once: it serves them in the order they came, so whatever is
/// decided in it is decided too early. Who comes next is decided here, by <see cref="FairShare"/>, when there is room.
/// </remarks>
internal sealed class JobHandover(NpgsqlDataSource database, IBackgroundJobClient queue, QueueState state)
{
    /// <summary>Hands waiting jobs to the queue, as many as it has room for.</summary>
    public Task<int> DispatchAsync(CancellationToken cancellation) =>
        database.InTransactionAsync(
            async connection =>
            {
                var queues = (await connection.QueryAsync<string>(
                    "select distinct queue from job_outbox where handed_over_at is null")).AsList();
                if (queues.Count > 0)
                {
                    await JobOutbox.LockAsync(connection);
                }
                var handedOver = 0;
                foreach (var name in queues)
                {
                    handedOver += await DispatchAsync(connection, name);
                }
                return handedOver;
            },
            cancellation);

    /// <summary>Lets jobs be handed over again that the queue has lost, for instance because somebody deleted them in its dashboard.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RecoverAsync(TimeSpan age, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var old = await connection.QueryAsync<(string OrganisationId, long JobNo, string QueueJob)>(
            "select organisation_id, job_no, queue_job from job_outbox where handed_over_at < now() - @age", new { age });
        var lost = old.Where(job => !state.IsAlive(job.QueueJob)).Select(job => new { job.OrganisationId, job.JobNo, job.QueueJob }).ToList();
        return await connection.ExecuteAsync(
            """
            update job_outbox set handed_over_at = null, queue_job = null
            where organisation_id = @OrganisationId and job_no = @JobNo and queue_job = @QueueJob
            """,
            lost);
    }

    private async Task<int> DispatchAsync(NpgsqlConnection connection, string name)
    {
        var room = state.Room(name);
        if (room <= 0)
        {
            return 0;
        }
        var lines = (await connection.QueryAsync<WaitingLine>(
            """
            select organisation_id, audit_id, count(handed_over_at)::int as under_way, count(*)::int - count(handed_over_at)::int as waiting
            from job_outbox where queue = @name group by organisation_id, audit_id
            """,
            new { name })).AsList();
        var handedOver = 0;
        foreach (var line in FairShare.Of(lines, room, Random.Shared))
        {
            var entry = await connection.QueryFirstOrDefaultAsync<Entry>(
                """
                select job_no, kind, number from job_outbox
                where queue = @name and organisation_id = @OrganisationId and audit_id = @AuditId and handed_over_at is null
                order by job_no limit 1 for update skip locked
                """,
                new { name, line.OrganisationId, line.AuditId });
            if (entry is null)
            {
                continue;
            }
            // A job that knows its queue goes back to it when it is tried again; else it would wait in one that nobody serves.
            var id = queue.Create(
                Job.FromExpression<JobRunner>(
                    runner => runner.RunAsync(entry.Kind, line.OrganisationId, line.AuditId, entry.Number, CancellationToken.None), name),
                new EnqueuedState(name));
            await connection.ExecuteAsync(
                "update job_outbox set handed_over_at = now(), queue_job = @id where organisation_id = @OrganisationId and job_no = @JobNo",
                new { id, line.OrganisationId, entry.JobNo });
            handedOver++;
        }
        return handedOver;
    }

    private sealed class Entry
    {
        public required long JobNo { get; init; }

        public required string Kind { get; init; }

        public int? Number { get; init; }
    }
}
