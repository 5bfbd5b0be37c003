using Hangfire;
using Hangfire.States;
using Microsoft.Extensions.Options;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>What the queue itself knows: who serves it, what waits in it.</summary>
internal sealed class QueueState(JobStorage storage, IOptions<QueueSettings> settings)
{
    /// <summary>Jobs handed over although nobody has said that he works: who starts finds some at once.</summary>
    private const int Least = 2;

    private static readonly string[] Alive = [EnqueuedState.StateName, ProcessingState.StateName, ScheduledState.StateName, AwaitingState.StateName];

    /// <summary>How many jobs may be handed to a queue now: as many wait in it as its workers can run at once.</summary>
    public int Room(string queue) => Math.Max(Least, Places(queue)) - (int)storage.GetMonitoringApi().EnqueuedCount(queue);

    /// <summary>Jobs of a queue that all its workers together run at once.</summary>
    public int Places(string queue)
    {
        var silent = DateTime.UtcNow - TimeSpan.FromSeconds(settings.Value.TakeOverSeconds * 2);
        return storage.GetMonitoringApi().Servers()
            .Where(server => server.Queues.Contains(queue) && (server.Heartbeat ?? server.StartedAt) > silent).Sum(server => server.WorkersCount);
    }

    /// <summary>Whether a job waits, runs, or will be tried again.</summary>
    public bool IsAlive(string job)
    {
        using var connection = storage.GetConnection();
        return connection.GetJobData(job)?.State is { } state && Alive.Contains(state);
    }
}
