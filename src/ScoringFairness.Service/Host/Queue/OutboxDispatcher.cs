using System.Diagnostics;
using Npgsql;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>Hands over what waits in the <see cref="JobOutbox"/> for as long as the process runs.</summary>
internal sealed partial class OutboxDispatcher(JobOutbox outbox, JobHandover handover, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenRecoveries = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var recovered = Stopwatch.StartNew();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (recovered.Elapsed > BetweenRecoveries)
                {
                    recovered.Restart();
                    if (await handover.RecoverAsync(BetweenRecoveries, stoppingToken) is > 0 and var lost)
                    {
                        Recovered(logger, lost);
                    }
                }
                await handover.DispatchAsync(stoppingToken);
                await outbox.WaitAsync(Rest, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (
                exception is NpgsqlException or Hangfire.BackgroundJobClientException or InvalidOperationException or TimeoutException)
            {
                Failed(logger, Outage.Trace(exception), exception.Message);
                await Task.Delay(Rest, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs could not be handed to the queue, and the next turn tries again: {Reason}")]
    private static partial void Failed(ILogger logger, Exception? exception, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} jobs that the queue had lost are handed over again")]
    private static partial void Recovered(ILogger logger, int count);
}
