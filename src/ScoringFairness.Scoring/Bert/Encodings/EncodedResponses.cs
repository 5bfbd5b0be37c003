using System.Collections.Concurrent;

namespace ScoringFairness.Scoring.Bert.Encodings;

/// <summary>
/// What encoders gave for responses, kept in memory for all fits of a process: each response is encoded once. Texts are known
/// by their SHA-256 alone, and all is forgotten when nothing was asked for a while.
/// </summary>
public sealed class EncodedResponses : IDisposable
{
    /// <summary>Memory of the vectors; when it is full, all are forgotten.</summary>
    private const long MostBytes = 1L << 30;

    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<(string Encoder, string Text), TaskCompletionSource<object>> _vectors = new();
    private readonly ConcurrentDictionary<string, string> _digests = new();
    private readonly Timer _forget;
    private long _bytes;
    private long _computed;

    /// <summary>Computes what some texts give, and says its memory.</summary>
    private delegate (object[] Given, long Bytes) Computation(IReadOnlyList<int> places);

    /// <summary>An empty cache.</summary>
    public EncodedResponses() => _forget = new(_ => Clear());

    /// <summary>Vectors that were computed rather than found, since the beginning.</summary>
    public long Computed => Interlocked.Read(ref _computed);

    /// <summary>Vectors that are kept now.</summary>
    public int Count => _vectors.Count;

    /// <summary>The vectors of texts; those that nobody has asked for yet are computed, a batch at a time.</summary>
    /// <param name="encoder">What tells the encoder, and how it reads texts, from others.</param>
    /// <param name="digests">The texts' SHA-256.</param>
    /// <param name="compute">Computes the vectors of some of the texts, by their places, in that order.</param>
    /// <param name="batchSize">Texts computed at once.</param>
    /// <param name="cancellation">Looked at between batches, and while another fit computes.</param>
    /// <param name="isPlaceWanted">Asked at the same times; what was computed stays for whoever goes on.</param>
    /// <exception cref="GaveWayException">The place was wanted.</exception>
    internal float[][] Get(
        string encoder, IReadOnlyList<string> digests, Func<IReadOnlyList<int>, IReadOnlyList<float[]>> compute, int batchSize,
        CancellationToken cancellation, Func<bool>? isPlaceWanted = null) =>
        [.. Get(encoder, digests, compute, vector => vector.Length * sizeof(float), batchSize, cancellation, isPlaceWanted)];

    /// <summary>What an encoder gave for texts, of whatever form; one encoder's are all of one.</summary>
    /// <param name="encoder">What tells the encoder, and how it reads texts, from others.</param>
    /// <param name="digests">The texts' SHA-256.</param>
    /// <param name="compute">Computes what some of the texts give, by their places, in that order.</param>
    /// <param name="sizeOf">Its memory.</param>
    /// <param name="batchSize">Texts computed at once.</param>
    /// <param name="cancellation">Looked at between batches, and while another fit computes.</param>
    /// <param name="isPlaceWanted">Asked at the same times; what was computed stays for whoever goes on.</param>
    /// <exception cref="GaveWayException">The place was wanted.</exception>
    internal IReadOnlyList<T> Get<T>(
        string encoder, IReadOnlyList<string> digests, Func<IReadOnlyList<int>, IReadOnlyList<T>> compute, Func<T, long> sizeOf, int batchSize,
        CancellationToken cancellation, Func<bool>? isPlaceWanted = null)
        where T : class
    {
        Computation plain = places =>
        {
            var given = compute(places);
            return ([.. given], given.Sum(sizeOf));
        };
        return [.. Find(encoder, digests, plain, batchSize, isPlaceWanted, cancellation).Cast<T>()];
    }

    /// <summary>The digest of an encoder's weights, computed once.</summary>
    internal string DigestOf(string encoder, Func<string> compute) => _digests.GetOrAdd(encoder, _ => compute());

    /// <inheritdoc/>
    public void Dispose() => _forget.Dispose();

    private object[] Find(
        string encoder, IReadOnlyList<string> digests, Computation compute, int batchSize, Func<bool>? isPlaceWanted, CancellationToken cancellation)
    {
        if (Interlocked.Read(ref _bytes) > MostBytes) Clear();
        var found = new object[digests.Count];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            _forget.Change(Retention, Timeout.InfiniteTimeSpan);
            var claimed = Claim(encoder, digests, found, batchSize);
            if (claimed.Count == 0) break;
            Compute(claimed, encoder, digests, compute);
            GiveWay(isPlaceWanted);
        }
        for (var at = 0; at < found.Length; at++) found[at] ??= Wait(encoder, digests, at, compute, isPlaceWanted, cancellation);
        return found;
    }

    private List<int> Claim(string encoder, IReadOnlyList<string> digests, object?[] found, int batchSize)
    {
        var claimed = new List<int>();
        for (var at = 0; at < digests.Count && claimed.Count < batchSize; at++)
        {
            if (found[at] is not null) continue;
            var key = (encoder, digests[at]);
            if (_vectors.TryGetValue(key, out var there))
            {
                if (there.Task.IsCompletedSuccessfully) found[at] = there.Task.Result;
            }
            else if (_vectors.TryAdd(key, new(TaskCreationOptions.RunContinuationsAsynchronously)))
            {
                claimed.Add(at);
            }
        }
        return claimed;
    }

    private void Compute(List<int> claimed, string encoder, IReadOnlyList<string> digests, Computation compute)
    {
        var sources = claimed.ConvertAll(at => _vectors.GetValueOrDefault((encoder, digests[at])));
        try
        {
            var (vectors, bytes) = compute(claimed);
            foreach (var (source, vector) in sources.Zip(vectors)) source?.SetResult(vector);
            Interlocked.Add(ref _bytes, bytes);
            Interlocked.Add(ref _computed, vectors.Length);
        }
        catch (Exception exception)
        {
            foreach (var (at, source) in claimed.Zip(sources))
            {
                _vectors.TryRemove((encoder, digests[at]), out _);
                source?.TrySetException(exception);
                _ = source?.Task.Exception;
            }
            throw;
        }
    }

    /// <summary>Waits for what another fit computes; where that fit ended before, computes it.</summary>
    private object Wait(
        string encoder, IReadOnlyList<string> digests, int at, Computation compute, Func<bool>? isPlaceWanted, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var mine = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
            var there = _vectors.GetOrAdd((encoder, digests[at]), mine);
            if (there == mine) Compute([at], encoder, digests, compute);
            try
            {
                while (!there.Task.Wait(BetweenLooks, cancellation)) GiveWay(isPlaceWanted);
                return there.Task.Result;
            }
            catch (AggregateException) when (there != mine)
            {
                // The other fit was cancelled or failed; its texts are free again.
            }
        }
    }

    private static void GiveWay(Func<bool>? isPlaceWanted)
    {
        if (isPlaceWanted?.Invoke() == true) throw new GaveWayException();
    }

    /// <summary>Forgets everything that is not being computed.</summary>
    public void Clear()
    {
        foreach (var (key, vector) in _vectors)
        {
            if (vector.Task.IsCompleted) _vectors.TryRemove(key, out _);
        }
        Interlocked.Exchange(ref _bytes, 0);
    }
}
