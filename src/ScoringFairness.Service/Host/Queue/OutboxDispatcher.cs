using Npgsql;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>Empties the <see cref="JobOutbox"/> for as long as the process runs.</summary>
internal sealed partial class OutboxDispatcher(JobOutbox outbox, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await outbox.DispatchAsync(stoppingToken))
                {
                }
                await outbox.WaitAsync(Rest, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or Hangfire.BackgroundJobClientException)
            {
                Failed(logger, exception);
                await Task.Delay(Rest, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs could not be handed to the queue; trying again")]
    private static partial void Failed(ILogger logger, Exception exception);
}
