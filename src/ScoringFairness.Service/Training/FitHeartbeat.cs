using System.Diagnostics;
using Npgsql;
using ScoringFairness.Scoring;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Training;

/// <summary>While a fit runs: records its progress, and finds out within half a second that it is no longer wanted.</summary>
internal sealed partial class FitHeartbeat : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(400);

    /// <summary>A fit has its place for as long before it is looked whether another wants it, and between two looks.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    private readonly FitStore _fits;
    private readonly JobOutbox _outbox;
    private readonly JobArguments _job;
    private readonly string? _queue;
    private readonly Fit _fit;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _unwanted;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _beating;
    private volatile FitProgress? _progress;
    private volatile bool _isAsked, _isPlaceWanted;

    public FitHeartbeat(
        FitStore fits, JobOutbox outbox, JobArguments job, Fit fit, string? queue, ILogger logger, CancellationToken cancellation)
    {
        (_fits, _outbox, _job, _fit, _queue, _logger) = (fits, outbox, job, fit, queue, logger);
        _unwanted = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _beating = Task.Run(BeatAsync, CancellationToken.None);
    }

    /// <summary>Set when the fit should end: the audit was cancelled, another attempt began, or the process stops.</summary>
    public CancellationToken Unwanted => _unwanted.Token;

    /// <summary>Takes the engine's word of where it stands.</summary>
    public void Report(FitProgress progress) => _progress = progress;

    /// <summary>Whether another audit has as good a claim to the place; found out for those alone who ask, in a moment.</summary>
    public bool IsPlaceWanted()
    {
        _isAsked = true;
        return _isPlaceWanted;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _beating;
        _ended.Dispose();
        _unwanted.Dispose();
    }

    private async Task BeatAsync()
    {
        var turn = Stopwatch.StartNew();
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
                if (_isAsked && _queue is not null && turn.Elapsed > Turn)
                {
                    _isPlaceWanted = await _outbox.IsPlaceWantedAsync(_queue, _job, _ended.Token);
                    _isAsked = false;
                    turn.Restart();
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
