namespace ScoringFairness.Scoring.Attribution;

/// <summary>How much of the attribution of a response lies on words that were planted in it.</summary>
/// <param name="Attribution">Their share of the absolute attribution of all words.</param>
/// <param name="Tokens">Their share of the words of the response.</param>
public readonly record struct PlantShare(double Attribution, double Tokens)
{
    /// <summary>Of a response; null where it holds no planted word, or nothing was attributed.</summary>
    /// <param name="of">The attribution.</param>
    /// <param name="planted">The planted words, in lower case.</param>
    public static PlantShare? Of(ResponseAttribution of, IReadOnlySet<string> planted)
    {
        ArgumentNullException.ThrowIfNull(of);
        ArgumentNullException.ThrowIfNull(planted);
        return Of(of, word => planted.Contains(word.Word) ? Math.Abs(word.Value) : 0, planted);
    }

    /// <summary>
    /// The control: the same with what each word has, divided evenly among its places, dealt anew among all places. It knows nothing of words,
    /// so its mean is the planted words' share of places.
    /// </summary>
    /// <param name="of">The attribution.</param>
    /// <param name="planted">The planted words, in lower case.</param>
    /// <param name="random">Deals.</param>
    public static PlantShare? Shuffled(ResponseAttribution of, IReadOnlySet<string> planted, Random random)
    {
        ArgumentNullException.ThrowIfNull(of);
        ArgumentNullException.ThrowIfNull(planted);
        ArgumentNullException.ThrowIfNull(random);
        double[] places = [.. of.Words.SelectMany(word => Enumerable.Repeat(Math.Abs(word.Value) / Math.Max(1, word.Count), word.Count))];
        random.Shuffle(places);
        var next = 0;
        return Of(
            of,
            word =>
            {
                var sum = 0.0;
                for (var place = 0; place < word.Count; place++) sum += places[next++];
                return planted.Contains(word.Word) ? sum : 0;
            },
            planted);
    }

    private static PlantShare? Of(ResponseAttribution of, Func<AttributedWord, double> own, IReadOnlySet<string> planted)
    {
        var all = of.Words.Sum(word => Math.Abs(word.Value));
        var count = of.Words.Where(word => planted.Contains(word.Word)).Sum(word => word.Count);
        return count == 0 || all <= 0 ? null : new(of.Words.Sum(own) / all, (double)count / of.Words.Sum(word => word.Count));
    }
}
