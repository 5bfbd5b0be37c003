namespace ScoringFairness.Service.Responses.Checks;

/// <summary>Two responses of different students whose texts are nearly the same.</summary>
/// <param name="ResponseId">The one.</param>
/// <param name="OtherResponseId">The other.</param>
/// <param name="Likeness">The share of runs of three words that they have in common, 0 to 1.</param>
public sealed record NearDuplicate(string ResponseId, string OtherResponseId, double Likeness);

/// <summary>Nearly the same texts of different students.</summary>
public sealed record NearDuplicates
{
    /// <summary>From this share of common runs of words on, two texts count as nearly the same.</summary>
    public const double Threshold = 0.8;

    /// <summary>Shorter texts are not compared: students write some of them alike by themselves.</summary>
    public const int FewestWords = 8;

    private const int BandRows = 4;
    private const int Examples = 10;
    private const int MostInBand = 200;

    /// <summary>Responses compared: those of at least eight words.</summary>
    public required int Compared { get; init; }

    /// <summary>Responses that another student's is nearly the same as.</summary>
    public required int Responses { get; init; }

    /// <summary>The most alike of them.</summary>
    public required IReadOnlyList<NearDuplicate> Pairs { get; init; }

    /// <summary>
    /// Reads texts, of which only what is compared stays in memory, and compares them by locality-sensitive hashing: pairs that share
    /// a band of their MinHash are compared exactly. Of pairs at the threshold 1 in 500 is missed, of more alike ones fewer.
    /// </summary>
    internal static async Task<NearDuplicates> FindAsync(IAsyncEnumerable<SampledText> read)
    {
        var (ids, sketched) = (new List<SampledId>(), new List<TextSketch?>());
        await foreach (var text in read)
        {
            ids.Add(new SampledId(text.ResponseId, text.StudentId));
            sketched.Add(TextSketch.Of(text.Text, FewestWords));
        }
        return Find([.. ids], [.. sketched]);
    }

    private static NearDuplicates Find(SampledId[] texts, TextSketch?[] sketches)
    {
        var pairs = new Dictionary<(int, int), double>();
        for (var band = 0; band < TextSketch.Permutations / BandRows; band++)
        {
            foreach (var alike in Bands(sketches, band))
            {
                Compare(texts, sketches, [.. alike.Take(MostInBand)], pairs);
            }
        }
        return new NearDuplicates
        {
            Compared = sketches.Count(sketch => sketch is not null),
            Responses = pairs.Keys.SelectMany(pair => (int[])[pair.Item1, pair.Item2]).Distinct().Count(),
            Pairs =
            [
                .. pairs.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(Examples)
                    .Select(pair => new NearDuplicate(texts[pair.Key.Item1].ResponseId, texts[pair.Key.Item2].ResponseId, Math.Round(pair.Value, 3))),
            ],
        };
    }

    private static IEnumerable<IEnumerable<int>> Bands(TextSketch?[] sketches, int band) =>
        Enumerable.Range(0, sketches.Length).Where(at => sketches[at] is not null)
            .GroupBy(at =>
            {
                var rows = sketches[at]!.MinHash.AsSpan(band * BandRows, BandRows);
                return (rows[0], rows[1], rows[2], rows[3]);
            })
            .Where(alike => alike.Skip(1).Any());

    private static void Compare(
        SampledId[] texts, TextSketch?[] sketches, int[] alike, Dictionary<(int, int), double> pairs)
    {
        for (var one = 0; one < alike.Length; one++)
        {
            for (var other = one + 1; other < alike.Length; other++)
            {
                var (a, b) = (alike[one], alike[other]);
                var isOneStudent = texts[a].StudentId is { } student && student == texts[b].StudentId;
                if (!isOneStudent && !pairs.ContainsKey((a, b)) && sketches[a]!.Likeness(sketches[b]!) is >= Threshold and var likeness)
                {
                    pairs.Add((a, b), likeness);
                }
            }
        }
    }
}

/// <summary>Whose a text is that is compared with others.</summary>
internal readonly record struct SampledId(string ResponseId, string? StudentId);

/// <summary>A text that is compared with others.</summary>
internal sealed record SampledText
{
    public required string ResponseId { get; init; }

    public string? StudentId { get; init; }

    public required string Text { get; init; }
}
