using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace ScoringFairness.Service.Host.Access;

/// <summary>
/// Whom keys let in, remembered for some seconds, so that not every request waits for the database before its own work. PostgreSQL tells of
/// each change of a key, and as long as nobody listens to that nothing is remembered.
/// </summary>
internal sealed class KnownKeys(NpgsqlDataSource database, ILogger<KnownKeys> logger) : ToldWork(database, Channel, logger)
{
    private const string Channel = "scoring_fairness_keys";
    private const int Most = 10_000;

    /// <summary>Should a change be missed, it counts from then on.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = Most });
    private long _changes;

    /// <summary>What is known under a key of the memory, asked for where nothing is.</summary>
    /// <param name="key">The key: whatever decides the answer.</param>
    /// <param name="ask">Asks the database.</param>
    /// <param name="isKept">Whether the answer may be remembered, and until when at most; null: as long as others.</param>
    public async Task<T> FindAsync<T>(object key, Func<Task<T>> ask, Func<T, (bool IsKept, DateTimeOffset? Until)> isKept)
    {
        if (IsTold && _known.TryGetValue(key, out T? known))
        {
            return known!;
        }
        var before = Interlocked.Read(ref _changes);
        var found = await ask();
        // What changed while it was asked for may have been asked before.
        if (IsTold && isKept(found) is (true, var until) && Interlocked.Read(ref _changes) == before)
        {
            var end = DateTimeOffset.UtcNow + Kept;
            _known.Set(key, found, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = until < end ? until.Value : end });
            if (Interlocked.Read(ref _changes) != before)
            {
                _known.Remove(key);
            }
        }
        return found;
    }

    /// <summary>Forgets everything: a key has changed.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _changes);
        _known.Clear();
    }

    public override void Dispose()
    {
        _known.Dispose();
        base.Dispose();
    }

    protected override void Hear() => Forget();
}
