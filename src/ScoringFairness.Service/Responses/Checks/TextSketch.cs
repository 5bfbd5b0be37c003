using System.Numerics;

namespace ScoringFairness.Service.Responses.Checks;

/// <summary>What is compared of a text: its runs of three words, and a MinHash of them (Broder 1997, doi:10.1109/SEQUEN.1997.666900).</summary>
/// <param name="Shingles">Hashes of the runs of three words, in their order and none twice; of a very long text the smallest ones.</param>
/// <param name="IsCut">Whether these are not all of them.</param>
/// <param name="MinHash">The smallest hash under each of several permutations.</param>
internal sealed record TextSketch(ulong[] Shingles, bool IsCut, ulong[] MinHash)
{
    /// <summary>
    /// Runs of words that are kept of a text: more than essays have. Of longer ones the smallest hashes are kept, a sample that any two
    /// texts have in common (Broder 1997, "bottom-k").
    /// </summary>
    public const int MostShingles = 4096;

    /// <summary>Values of <see cref="MinHash"/>.</summary>
    public const int Permutations = 48;

    private const int Run = 3;
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The sketch of a text, or null where it has too few words for a likeness to mean anything.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fewestWords">Texts with fewer words have no sketch.</param>
    public static TextSketch? Of(string text, int fewestWords)
    {
        var words = TextDigest.Normalize(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < fewestWords)
        {
            return null;
        }
        var hashes = words.Select(Hash).ToArray();
        var shingles = new SortedSet<ulong>();
        for (var at = 0; at + Run <= hashes.Length; at++)
        {
            var shingle = Offset;
            for (var word = at; word < at + Run; word++)
            {
                shingle = (shingle ^ hashes[word]) * Prime;
            }
            shingles.Add(shingle);
        }
        ulong[] kept = [.. shingles.Take(MostShingles)];
        var smallest = new ulong[Permutations];
        Array.Fill(smallest, ulong.MaxValue);
        foreach (var shingle in kept)
        {
            for (var permutation = 0; permutation < Permutations; permutation++)
            {
                smallest[permutation] = Math.Min(smallest[permutation], Mix(shingle + (ulong)permutation * 0x9E3779B97F4A7C15));
            }
        }
        return new TextSketch(kept, kept.Length < shingles.Count, smallest);
    }

    /// <summary>The share of runs of words that two texts have in common (Jaccard), 0 to 1; of very long ones estimated.</summary>
    public double Likeness(TextSketch other)
    {
        var (mine, theirs, common) = (0, 0, 0);
        // Beyond what is known of both, nothing can be said.
        var last = Math.Min(IsCut ? Shingles[^1] : ulong.MaxValue, other.IsCut ? other.Shingles[^1] : ulong.MaxValue);
        while (mine < Shingles.Length && theirs < other.Shingles.Length && Shingles[mine] <= last && other.Shingles[theirs] <= last)
        {
            var order = Shingles[mine].CompareTo(other.Shingles[theirs]);
            common += order == 0 ? 1 : 0;
            mine += order <= 0 ? 1 : 0;
            theirs += order >= 0 ? 1 : 0;
        }
        return (double)common / (Within(Shingles, last) + Within(other.Shingles, last) - common);
    }

    private static int Within(ulong[] shingles, ulong last) =>
        Array.BinarySearch(shingles, last) is >= 0 and var at ? at + 1 : ~Array.BinarySearch(shingles, last);

    private static ulong Hash(string word)
    {
        var hash = Offset;
        foreach (var character in word)
        {
            hash = (hash ^ character) * Prime;
        }
        return hash;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 31)) * 0xBF58476D1CE4E5B9;
        return BitOperations.RotateLeft(value, 27) * 0x94D049BB133111EB;
    }
}
