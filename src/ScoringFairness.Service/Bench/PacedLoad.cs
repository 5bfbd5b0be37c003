using System.Diagnostics;

namespace ScoringFairness.Service.Bench;

/// <summary>Times of requests in milliseconds.</summary>
internal sealed class RequestTimes
{
    private readonly List<double> _milliseconds = [];

    public int Count => _milliseconds.Count;

    public override string ToString() => $"{Count}, half within {At(0.5)} ms, 99 of 100 within {At(0.99)} ms, all within {At(1)} ms";

    public void Add(double milliseconds)
    {
        lock (_milliseconds)
        {
            _milliseconds.Add(milliseconds);
        }
    }

    /// <summary>The time that this share of the requests did not exceed.</summary>
    public double? At(double share) => Count == 0 ? null
        : Math.Round(_milliseconds.Order().ElementAt(Math.Clamp((int)Math.Ceiling(share * Count) - 1, 0, Count - 1)), 2);
}

/// <summary>
/// Requests at a fixed rate, whether or not earlier ones are answered; each is timed from when it was due, so that a service
/// that stalls does not hide it by being asked less.
/// </summary>
/// <param name="service">The service.</param>
/// <param name="key">The key that requests show; null: none.</param>
internal sealed class PacedLoad(Uri service, string? key = null)
{
    /// <summary>Of so many requests one goes to the empty endpoint, besides.</summary>
    private const int EmptyEvery = 4;

    private readonly List<Task> _underWay = [];
    private int _errors;

    /// <summary>All reads.</summary>
    public RequestTimes Reads { get; } = new();

    /// <summary>Reads by their address.</summary>
    public IReadOnlyDictionary<string, RequestTimes> ByPath { get; private set; } = new Dictionary<string, RequestTimes>();

    public RequestTimes Empty { get; } = new();

    public int Errors => _errors;

    public async Task RunAsync(IReadOnlyList<string> reads, string empty, int rate, TimeSpan length, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = service, Timeout = TimeSpan.FromSeconds(30) };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
        }
        ByPath = reads.Distinct().ToDictionary(path => path, _ => new RequestTimes(), StringComparer.Ordinal);
        await WarmAsync(http, [.. reads, empty], cancellation);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var clock = Stopwatch.StartNew();
        for (var sent = 0; clock.Elapsed < length && await timer.WaitForNextTickAsync(cancellation);)
        {
            for (; sent < clock.Elapsed.TotalSeconds * rate; sent++)
            {
                var due = TimeSpan.FromSeconds((double)sent / rate);
                _underWay.Add(TimeAsync(http, reads[sent % reads.Count], clock, due, [Reads, ByPath[reads[sent % reads.Count]]], cancellation));
                if (sent % EmptyEvery == 0)
                {
                    _underWay.Add(TimeAsync(http, empty, clock, due, [Empty], cancellation));
                }
            }
        }
        await Task.WhenAll(_underWay);
    }

    private static async Task WarmAsync(HttpClient http, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        for (var round = 0; round < 20; round++)
        {
            foreach (var path in paths)
            {
                await http.GetByteArrayAsync(new Uri(path, UriKind.Relative), cancellation);
            }
        }
    }

    private async Task TimeAsync(
        HttpClient http, string path, Stopwatch clock, TimeSpan due, IReadOnlyList<RequestTimes> times, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
            await answer.Content.ReadAsByteArrayAsync(cancellation);
            var milliseconds = (clock.Elapsed - due).TotalMilliseconds;
            foreach (var one in times)
            {
                one.Add(milliseconds);
            }
            if (!answer.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref _errors);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            Interlocked.Increment(ref _errors);
        }
    }
}
