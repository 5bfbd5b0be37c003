using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ScoringFairness.Service.Host.Api;

/// <summary>A part of a long list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
/// <param name="Items">The entries.</param>
/// <param name="Next">What to send as <c>after</c> for the next part; null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Entries of a list that were read to make a page of them.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
/// <param name="Entries">The entries, the first of them whatever its size.</param>
/// <param name="More">Whether the list goes on after them: those that follow would be too much for one answer.</param>
internal sealed record Part<T>(IReadOnlyList<T> Entries, bool More);

/// <summary>Paging by key: a cursor is the key of the last entry seen, opaque to clients.</summary>
internal static class Paging
{
    public const int DefaultLimit = 100;
    public const int MaximumLimit = 1000;

    /// <summary>Bytes of texts after which a page ends, however many entries were asked for.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    private const string NoCursor = "after is not a cursor of this service; send the `next` of the page before.";

    /// <summary>The ids of those entries whose sizes come to <see cref="MostBytes"/>, in their order; the first of them whatever its size.</summary>
    public static string[] Within(IEnumerable<(string Id, long Bytes)> sizes)
    {
        var before = 0L;
        return [.. sizes.TakeWhile(size => (before += size.Bytes) - size.Bytes < MostBytes).Select(size => size.Id)];
    }

    /// <summary>Cuts entries that were read one past the limit, or up to <see cref="MostBytes"/>.</summary>
    public static Page<T> Cut<T>(Part<T> read, int limit, Func<T, string> key) =>
        read.More && read.Entries.Count <= limit ? new Page<T>(read.Entries, Cursor(key(read.Entries[^1]))) : Cut(read.Entries, limit, key);

    /// <summary>Cuts a list that was read one entry past the limit.</summary>
    public static Page<T> Cut<T>(IReadOnlyList<T> oneMore, int limit, Func<T, string> key) =>
        oneMore.Count <= limit
            ? new Page<T>(oneMore, null)
            : new Page<T>([.. oneMore.Take(limit)], Cursor(key(oneMore[limit - 1])));

    /// <summary>Reads <c>limit</c> and <c>after</c> of a request.</summary>
    /// <returns>The limit and the key to go on after, or what is wrong with them.</returns>
    public static (int Limit, string? After, string? Problem) Read(int? limit, string? after)
    {
        if (limit is < 1 or > MaximumLimit)
        {
            return (0, null, $"limit must be from 1 to {MaximumLimit}, not {limit}.");
        }
        try
        {
            var key = after is null ? null : Encoding.UTF8.GetString(Base64Url.DecodeFromChars(after));
            if (key?.AsSpan().IndexOfAny('\0', '\uFFFD') >= 0)
            {
                return (0, null, NoCursor);
            }
            return (limit ?? DefaultLimit, key, null);
        }
        catch (FormatException)
        {
            return (0, null, NoCursor);
        }
    }

    /// <summary>The answer to a <c>limit</c> or <c>after</c> that cannot be used.</summary>
    /// <param name="problem">What <see cref="Read"/> said; null: the cursor is one of another list.</param>
    public static ProblemHttpResult Refused(string? problem)
    {
        problem ??= "after is not a cursor of this list; send the `next` of the page before.";
        var name = problem[..problem.IndexOf(' ', StringComparison.Ordinal)];
        return Problems.Invalid("The query cannot be used", name, problem[(name.Length + 1)..]);
    }

    /// <summary>A key as a cursor.</summary>
    public static string Cursor(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));
}
