using System.Diagnostics;
using System.Globalization;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>
/// A body that must come at some rate. The rate is taken over a while again and again, not since the beginning, where a client
/// that sent much at first could trickle for hours; only time in which the body is waited for counts.
/// </summary>
internal sealed class PacedStream : ForwardStream
{
    private readonly Stream _body;
    private readonly UploadSettings _settings;
    private readonly CancellationToken _aborted;
    private readonly CancellationTokenSource _end;
    private TimeSpan _left;
    private long _bytes;

    /// <param name="body">The body; it is left open.</param>
    /// <param name="settings">The rate.</param>
    /// <param name="aborted">Set when the client goes away.</param>
    public PacedStream(Stream body, UploadSettings settings, CancellationToken aborted)
    {
        (_body, _settings, _aborted) = (body, settings, aborted);
        _end = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Begin();
    }

    /// <exception cref="BadHttpRequestException">The body comes too slowly.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var began = Stopwatch.GetTimestamp();
        _end.CancelAfter(_left);
        int read;
        try
        {
            read = await _body.ReadAsync(buffer, _end.Token);
        }
        catch (OperationCanceledException) when (!_aborted.IsCancellationRequested)
        {
            throw new BadHttpRequestException(
                string.Create(CultureInfo.InvariantCulture,
                    $"In {_settings.RateSeconds} s fewer than {_settings.LeastBytesPerSecond} bytes a second came (Uploads__LeastBytesPerSecond)."),
                StatusCodes.Status408RequestTimeout);
        }
        _end.CancelAfter(Timeout.InfiniteTimeSpan);
        _bytes += read;
        _left -= Stopwatch.GetElapsedTime(began);
        if (_bytes >= _settings.LeastBytesPerSecond * _settings.RateSeconds)
        {
            Begin();
        }
        _left = _left > TimeSpan.Zero ? _left : TimeSpan.Zero;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        _end.Dispose();
        base.Dispose(disposing);
    }

    private void Begin() => (_left, _bytes) = (TimeSpan.FromSeconds(_settings.RateSeconds), 0);
}
