using Microsoft.ML.Data;

namespace ScoringFairness.Scoring.Linear.Features;

/// <summary>Texts as vectors: n-grams of words, n-grams of characters, and numbers of length and variety.</summary>
/// <remarks>What n-grams there are, how rare they are and what a usual length is come from the training responses alone.</remarks>
internal sealed class TextFeatures
{
    /// <summary>How much a standard deviation of a number of length or variety counts, where a text's n-grams have length 1.</summary>
    private const double ShapeWeight = 0.3;

    /// <summary>Standard deviations beyond which a number counts no more: one wild text must not bend the line.</summary>
    private const double Furthest = 5;

    private readonly NgramBlock _words, _characters;
    private readonly double[] _means = new double[TextShape.Count], _deviations = new double[TextShape.Count];
    private readonly List<int> _indices = [];
    private readonly List<float> _values = [];

    private TextFeatures(NgramBlock words, NgramBlock characters, List<float[]> shapes)
    {
        (_words, _characters) = (words, characters);
        for (var at = 0; at < TextShape.Count; at++)
        {
            _means[at] = shapes.Average(shape => (double)shape[at]);
            _deviations[at] = Math.Sqrt(shapes.Average(shape => (shape[at] - _means[at]) * (shape[at] - _means[at])));
        }
    }

    private TextFeatures(NgramBlock words, NgramBlock characters, float[] means, float[] deviations)
    {
        (_words, _characters) = (words, characters);
        (_means, _deviations) = (Array.ConvertAll(means, mean => (double)mean), Array.ConvertAll(deviations, deviation => (double)deviation));
    }

    /// <summary>Writes what was learnt.</summary>
    public void Write(BinaryWriter file)
    {
        _words.Write(file);
        _characters.Write(file);
        foreach (var number in _means.Concat(_deviations)) file.Write((float)number);
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="InvalidDataException">It cannot be that.</exception>
    public static TextFeatures Read(BinaryReader file) => new(
        NgramBlock.Read(file, Ngrams.AddWords), NgramBlock.Read(file, Ngrams.AddCharacters),
        file.ReadFloats(TextShape.Count), file.ReadFloats(TextShape.Count));

    /// <summary>Length of the vectors.</summary>
    public int Count => _words.Count + _characters.Count + TextShape.Count;

    /// <summary>Learns what there is in training responses.</summary>
    /// <param name="texts">The responses; gone through three times.</param>
    public static TextFeatures Learn(IEnumerable<string> texts) => new(
        NgramBlock.Learn(texts, Ngrams.AddWords), NgramBlock.Learn(texts, Ngrams.AddCharacters), [.. texts.Select(TextShape.Of)]);

    /// <summary>Each n-gram of a text that its vector has a number for, as often as it stands there, with the words that its characters are of.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Where its words are: <see cref="Ngrams.Words"/>.</param>
    public IReadOnlyList<(int Place, IReadOnlyList<int> Words)> Occurrences(string text, IReadOnlyList<(int Start, int End)> words) =>
    [
        .. _words.PlacesOf(text).Zip(Ngrams.OwnersOfWords(words.Count)).Where(one => one.First >= 0),
        .. _characters.PlacesOf(text).Zip(Ngrams.OwnersOfCharacters(text, words)).Where(one => one.First >= 0)
            .Select(one => (_words.Count + one.First, one.Second)),
    ];

    /// <summary>A text's vector; not to be called by two threads at once.</summary>
    public VBuffer<float> Of(string text)
    {
        _indices.Clear();
        _values.Clear();
        _words.Append(text, 0, _indices, _values);
        _characters.Append(text, _words.Count, _indices, _values);
        var shape = TextShape.Of(text);
        for (var at = 0; at < shape.Length; at++)
        {
            var standard = _deviations[at] > 1e-9 ? (shape[at] - _means[at]) / _deviations[at] : 0;
            _indices.Add(Count - TextShape.Count + at);
            _values.Add((float)(ShapeWeight * Math.Clamp(standard, -Furthest, Furthest)));
        }
        return new(Count, _values.Count, [.. _values], [.. _indices]);
    }
}
