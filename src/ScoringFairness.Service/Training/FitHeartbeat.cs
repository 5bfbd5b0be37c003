using Npgsql;
using ScoringFairness.Scoring;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Training;

/// <summary>While a fit runs: records its progress, and finds out within half a second that it is no longer wanted.</summary>
internal sealed partial class FitHeartbeat : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(400);
    private readonly FitStore _fits;
    private readonly JobArguments _job;
    private readonly Fit _fit;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _unwanted;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _beating;
    private volatile FitProgress? _progress;

    public FitHeartbeat(FitStore fits, JobArguments job, Fit fit, ILogger logger, CancellationToken cancellation)
    {
        (_fits, _job, _fit, _logger) = (fits, job, fit, logger);
        _unwanted = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _beating = Task.Run(BeatAsync, CancellationToken.None);
    }

    /// <summary>Set when the fit should end: the audit was cancelled, another attempt began, or the process stops.</summary>
    public CancellationToken Unwanted => _unwanted.Token;

    /// <summary>Takes the engine's word of where it stands.</summary>
    public void Report(FitProgress progress) => _progress = progress;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _beating;
        _ended.Dispose();
        _unwanted.Dispose();
    }

    private async Task BeatAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            await Task.Delay(Beat, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                var progress = _progress;
                if (!_ended.IsCancellationRequested
                    && !await _fits.BeatAsync(
                        _job.OrganisationId, _job.AuditId, _fit.FitNo, _fit.Attempt,
                        progress is null or { Epoch: 0 } ? null : Math.Min(progress.Epoch, _fit.Epochs), progress?.Fraction ?? 0, progress?.Note,
                        _ended.Token))
                {
                    await _unwanted.CancelAsync();
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (NpgsqlException exception)
            {
                Missed(_logger, Outage.Trace(exception), _job.AuditId, _fit.FitNo, exception.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Audit {AuditId}, fit {FitNo}: progress could not be recorded, and training goes on: {Reason}")]
    private static partial void Missed(ILogger logger, Exception? exception, string auditId, int fitNo, string reason);
}
