using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Host;

/// <summary>Work that a process does again and again for as long as it runs. What fails is logged, and done again at the next turn.</summary>
/// <param name="pace">Time between two turns.</param>
/// <param name="logger">The work's own log.</param>
internal abstract partial class RecurringWork(TimeSpan pace, ILogger logger) : BackgroundService
{
    /// <summary>One turn.</summary>
    protected abstract Task DoAsync(CancellationToken cancellation);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DoAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // One schedule, or one message, that cannot be read must not end the process for all others.
                Failed(logger, Outage.Trace(exception), exception.Message);
            }
            await Task.Delay(pace, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "This turn failed, and the next one tries again: {Reason}")]
    private static partial void Failed(ILogger logger, Exception? exception, string reason);
}
