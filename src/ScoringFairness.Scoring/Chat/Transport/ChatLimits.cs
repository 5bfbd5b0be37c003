using System.Threading.RateLimiting;

namespace ScoringFairness.Scoring.Chat.Transport;

/// <summary>How much of an endpoint a process uses: requests at once, requests and tokens a minute, and pauses that it asks for.</summary>
internal sealed class ChatLimits : IDisposable
{
    private const int Minute = 60;
    private readonly ConcurrencyLimiter _atOnce;
    private readonly TokenBucketRateLimiter? _requests;
    private readonly TokenBucketRateLimiter? _tokens;
    private readonly int _mostTokens;
    private long _pausedUntil;

    public ChatLimits(ChatEndpoint endpoint)
    {
        _atOnce = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = endpoint.Concurrency,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _requests = endpoint.RequestsPerMinute is { } requests ? Bucket(requests) : null;
        _tokens = endpoint.TokensPerMinute is { } tokens ? Bucket(tokens) : null;
        _mostTokens = endpoint.TokensPerMinute ?? int.MaxValue;
    }

    /// <summary>Waits for a turn; it ends when the lease is disposed of.</summary>
    /// <param name="tokens">Tokens of the request and its answer; one larger than a minute's waits for a whole minute's.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<IDisposable> EnterAsync(long tokens, CancellationToken cancellation)
    {
        if (_requests is not null) using (await _requests.AcquireAsync(1, cancellation)) { }
        if (_tokens is not null) using (await _tokens.AcquireAsync((int)Math.Clamp(tokens, 0, _mostTokens), cancellation)) { }
        var turn = await _atOnce.AcquireAsync(1, cancellation);
        try
        {
            for (TimeSpan left; (left = TimeSpan.FromTicks(Interlocked.Read(ref _pausedUntil) - DateTime.UtcNow.Ticks)) > TimeSpan.Zero;)
            {
                await Task.Delay(left, cancellation);
            }
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Lets nobody send for a while.</summary>
    public void Pause(TimeSpan time)
    {
        var until = DateTime.UtcNow.Ticks + time.Ticks;
        for (long before; (before = Interlocked.Read(ref _pausedUntil)) < until && Interlocked.CompareExchange(ref _pausedUntil, until, before) != before;)
        {
        }
    }

    public void Dispose()
    {
        _atOnce.Dispose();
        _requests?.Dispose();
        _tokens?.Dispose();
    }

    /// <summary>A second's share at a time, so that a minute's does not go out at once.</summary>
    private static TokenBucketRateLimiter Bucket(int perMinute) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / Minute),
        ReplenishmentPeriod = perMinute >= Minute ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds((double)Minute / perMinute),
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });
}
