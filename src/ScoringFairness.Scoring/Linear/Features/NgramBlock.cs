using System.Runtime.InteropServices;

namespace ScoringFairness.Scoring.Linear.Features;

/// <summary>The n-grams that training responses share, and texts as vectors of them.</summary>
/// <remarks>
/// The weight of an n-gram in a text is (1 + ln count) · (1 + ln((1 + N) / (1 + n))), N texts of which n have it, and the
/// vector of a text has length 1 (Salton, Buckley 1988, Information Processing and Management 24(5), 513–523).
/// </remarks>
internal sealed class NgramBlock
{
    /// <summary>N-grams of fewer training texts are left out.</summary>
    private const int LeastTexts = 2;

    /// <summary>The most n-grams that are kept: those of the most texts.</summary>
    private const int MostKept = 200_000;

    /// <summary>The most n-grams that are counted at a time; beyond, the rarest are forgotten.</summary>
    private const int MostCounted = 4_000_000;

    private readonly Action<string, List<ulong>> _split;
    private readonly Dictionary<ulong, int> _places = [];
    private readonly float[] _rarity;
    private readonly List<ulong> _ngrams = [];
    private readonly List<int> _seen = [];
    private readonly int[] _counts;

    private NgramBlock(Action<string, List<ulong>> split, IReadOnlyList<(ulong Ngram, int Texts)> kept, int texts)
    {
        _split = split;
        _rarity = new float[kept.Count];
        _counts = new int[kept.Count];
        _places.EnsureCapacity(kept.Count);
        for (var at = 0; at < kept.Count; at++)
        {
            _places.Add(kept[at].Ngram, at);
            _rarity[at] = (float)(1 + Math.Log((1.0 + texts) / (1.0 + kept[at].Texts)));
        }
    }

    private NgramBlock(Action<string, List<ulong>> split, ulong[] ngrams, float[] rarity)
    {
        (_split, _rarity, _counts) = (split, rarity, new int[rarity.Length]);
        foreach (var (place, ngram) in ngrams.Index()) _places[ngram] = place;
    }

    /// <summary>Writes which n-grams there are, as numbers that tell no text, and how rare.</summary>
    public void Write(BinaryWriter file)
    {
        file.Write(Count);
        foreach (var ngram in _places.OrderBy(one => one.Value).Select(one => one.Key)) file.Write(ngram);
        foreach (var rarity in _rarity) file.Write(rarity);
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="InvalidDataException">It cannot be that.</exception>
    public static NgramBlock Read(BinaryReader file, Action<string, List<ulong>> split)
    {
        var count = file.ReadCount(sizeof(ulong) + sizeof(float));
        ulong[] ngrams = [.. Enumerable.Range(0, count).Select(_ => file.ReadUInt64())];
        return new(split, ngrams, file.ReadFloats(count));
    }

    /// <summary>N-grams in all.</summary>
    public int Count => _rarity.Length;

    /// <summary>The places of a text's n-grams, as often as they stand there, in the order that they are split in; −1: one that is not kept.</summary>
    public IReadOnlyList<int> PlacesOf(string text)
    {
        var ngrams = new List<ulong>();
        _split(text, ngrams);
        return [.. ngrams.Select(ngram => _places.GetValueOrDefault(ngram, -1))];
    }

    /// <summary>Learns which n-grams there are.</summary>
    /// <param name="texts">The training responses.</param>
    /// <param name="split">Adds the n-grams of a text to a list.</param>
    public static NgramBlock Learn(IEnumerable<string> texts, Action<string, List<ulong>> split)
    {
        var found = new Dictionary<ulong, (int Texts, int Last)>();
        var ngrams = new List<ulong>();
        var (number, forgotten) = (0, 0);
        foreach (var text in texts)
        {
            number++;
            ngrams.Clear();
            split(text, ngrams);
            foreach (var ngram in ngrams)
            {
                ref var one = ref CollectionsMarshal.GetValueRefOrAddDefault(found, ngram, out _);
                if (one.Last != number) one = (one.Texts + 1, number);
            }
            while (found.Count > MostCounted)
            {
                forgotten++;
                foreach (var (ngram, one) in found)
                {
                    if (one.Texts <= forgotten) found.Remove(ngram);
                }
            }
        }
        var kept = found.Where(one => one.Value.Texts >= LeastTexts).Select(one => (one.Key, one.Value.Texts))
            .OrderByDescending(one => one.Texts).ThenBy(one => one.Key).Take(MostKept);
        return new(split, [.. kept], number);
    }

    /// <summary>Appends a text's n-grams to a vector, in ascending order of their places.</summary>
    /// <param name="text">The text.</param>
    /// <param name="offset">Where this block begins in the vector.</param>
    /// <param name="indices">Places of the vector that are not 0.</param>
    /// <param name="values">What stands there.</param>
    public void Append(string text, int offset, List<int> indices, List<float> values)
    {
        _ngrams.Clear();
        _seen.Clear();
        _split(text, _ngrams);
        foreach (var ngram in _ngrams)
        {
            if (_places.TryGetValue(ngram, out var place) && _counts[place]++ == 0) _seen.Add(place);
        }
        _seen.Sort();
        var first = values.Count;
        var square = 0.0;
        foreach (var place in _seen)
        {
            var weight = (1 + MathF.Log(_counts[place])) * _rarity[place];
            _counts[place] = 0;
            square += weight * weight;
            indices.Add(offset + place);
            values.Add(weight);
        }
        var scale = (float)(1 / Math.Sqrt(square));
        foreach (ref var value in CollectionsMarshal.AsSpan(values)[first..]) value *= scale;
    }
}
