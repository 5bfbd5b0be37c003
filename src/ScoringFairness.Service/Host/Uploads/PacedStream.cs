using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>
/// A body that must come at some rate. The rate is taken over a while again and again, not since the beginning, where a client
/// that sent much at first could trickle for hours; only time in which the body is waited for counts.
/// </summary>
internal sealed class PacedStream : ForwardStream
{
    private readonly PipeReader _body;
    private readonly UploadSettings _settings;
    private readonly Timer _timer;
    private TimeSpan _left;
    private long _bytes;

    /// <param name="body">The body as the server reads it: of all ways to give up a read, its own leaves the connection whole.</param>
    /// <param name="settings">The rate.</param>
    public PacedStream(PipeReader body, UploadSettings settings)
    {
        (_body, _settings) = (body, settings);
        _timer = new Timer(_ => _body.CancelPendingRead());
        Begin();
    }

    /// <exception cref="BadHttpRequestException">The body comes too slowly.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            _timer.Change(_left, Timeout.InfiniteTimeSpan);
            var result = await _body.ReadAsync(cancellationToken);
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            var came = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, buffer.Length));
            came.CopyTo(buffer.Span);
            var read = (int)came.Length;
            _body.AdvanceTo(came.End);
            Count(read, Stopwatch.GetElapsedTime(began));
            if (read > 0 || result.IsCompleted || buffer.IsEmpty)
            {
                return read;
            }
            if (_left == TimeSpan.Zero)
            {
                throw new BadHttpRequestException(
                    string.Create(CultureInfo.InvariantCulture,
                        $"In {_settings.RateSeconds} s fewer than {_settings.LeastBytesPerSecond} bytes a second came (Uploads__LeastBytesPerSecond)."),
                    StatusCodes.Status408RequestTimeout);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        _timer.Dispose();
        base.Dispose(disposing);
    }

    private void Count(int read, TimeSpan elapsed)
    {
        _bytes += read;
        _left = elapsed < _left ? _left - elapsed : TimeSpan.Zero;
        if (_bytes >= _settings.LeastBytesPerSecond * _settings.RateSeconds)
        {
            Begin();
        }
    }

    private void Begin() => (_left, _bytes) = (TimeSpan.FromSeconds(_settings.RateSeconds), 0);
}
