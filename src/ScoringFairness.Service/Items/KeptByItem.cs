using Microsoft.Extensions.Caching.Memory;

namespace ScoringFairness.Service.Items;

/// <summary>
/// What takes all responses of an item to find out, kept in memory until they change: a page that lists items would else read every
/// response whenever it is opened.
/// </summary>
/// <typeparam name="T">What is found out of an item.</typeparam>
/// <param name="none">What there is of an item where nothing is found.</param>
internal sealed class KeptByItem<T>(T none) : IDisposable
{
    /// <summary>Items at most.</summary>
    private const int Most = 10_000;

    /// <summary>A process of an earlier version, which counts no changes, may write beside this one while it is replaced.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _found = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>What is known of items, asked for where it is not.</summary>
    /// <param name="organisationId">Whose items they are.</param>
    /// <param name="items">The items as they are.</param>
    /// <param name="find">Finds it out of some items; where nothing is found, an item is left out.</param>
    public async Task<IReadOnlyDictionary<string, T>> FindAsync(
        string organisationId, IReadOnlyCollection<ItemState> items,
        Func<IReadOnlyList<string>, Task<Found<T>>> find)
    {
        var known = new Dictionary<string, T>(StringComparer.Ordinal);
        var missing = new List<ItemState>();
        foreach (var item in items)
        {
            if (_found.TryGetValue((organisationId, item), out T? found))
            {
                known[item.ItemId] = found!;
            }
            else
            {
                missing.Add(item);
            }
        }
        if (missing.Count > 0)
        {
            var (found, changes) = await find([.. missing.Select(item => item.ItemId)]);
            foreach (var item in missing)
            {
                known[item.ItemId] = found.GetValueOrDefault(item.ItemId, none);
                // Where it has changed since, what was found may be of before or after that.
                if (changes.TryGetValue(item.ItemId, out var now) && now == item.Changes)
                {
                    Keep(organisationId, item, known[item.ItemId]);
                }
            }
        }
        return known;
    }

    /// <summary>Says what a change made of what was known; where nothing was, nothing is.</summary>
    /// <param name="organisationId">Whose item it is.</param>
    /// <param name="before">The item before the change.</param>
    /// <param name="after">The item after it.</param>
    /// <param name="change">The change.</param>
    public void Change(string organisationId, ItemState before, ItemState after, Func<T, T> change)
    {
        if (_found.TryGetValue((organisationId, before), out T? found))
        {
            Keep(organisationId, after, change(found!));
        }
    }

    public void Dispose() => _found.Dispose();

    private void Keep(string organisationId, ItemState item, T found) =>
        _found.Set((organisationId, item), found, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
}

/// <summary>What was found out of items.</summary>
/// <param name="ByItem">By item; one where nothing was found is absent.</param>
/// <param name="Changes">The items' changes afterwards.</param>
internal sealed record Found<T>(IReadOnlyDictionary<string, T> ByItem, IReadOnlyDictionary<string, long> Changes);
