using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Tables;

/// <summary>From what words add to single scores to the words that move mean scores.</summary>
/// <remarks>
/// A word is told of a group where at least as many of its students wrote it as a cell must hold, so that names, and whatever else is a
/// few students' own, are never told. The mean is over all responses of the group: differences between groups add up, over all words and
/// the rest, to the gap of the scores.
/// </remarks>
public sealed class WordTables
{
    /// <summary>Words told for what they do to one group's mean, and as many for what they do to two groups' difference.</summary>
    public const int Most = 30;

    private readonly string[] _groups;
    private readonly Dictionary<string, List<AttributedText>> _texts;
    private readonly double _confidence;
    private readonly int _minCellSize;

    /// <param name="groups">The groups, the reference first.</param>
    /// <param name="texts">The responses of one scorer and item; those of other groups are left out.</param>
    /// <param name="confidence">Nominal coverage of the intervals.</param>
    /// <param name="minGroupSize">Groups of fewer responses are left out.</param>
    /// <param name="minCellSize">Words of fewer students of a group are not told of it.</param>
    public WordTables(IReadOnlyList<string> groups, IReadOnlyList<AttributedText> texts, double confidence, int minGroupSize, int minCellSize)
    {
        ArgumentNullException.ThrowIfNull(groups);
        (_confidence, _minCellSize) = (confidence, Math.Max(1, minCellSize));
        _texts = texts.GroupBy(text => text.Group).Where(group => groups.Contains(group.Key)).ToDictionary(group => group.Key, group => group.ToList());
        _groups =
        [
            .. groups.Where(group => _texts.TryGetValue(group, out var own) && own.Count >= Math.Max(minGroupSize, minCellSize)
                && Students(own) >= _minCellSize),
        ];
    }

    /// <summary>The groups that are told of.</summary>
    public IReadOnlyList<WordGroup> Groups => [.. _groups.Select(group => new WordGroup(group, _texts[group].Count, Students(_texts[group])))];

    /// <summary>What all words, and what none, do to the gaps of the groups that are told of.</summary>
    /// <param name="reference">The reference group.</param>
    public IReadOnlyList<WordPart> Parts(string reference) =>
    [
        new("words", Contrasts(_groups, reference, text => text.Words.Sum(word => word.Value))),
        new("rest", Contrasts(_groups, reference, text => text.Rest)),
    ];

    /// <summary>The words.</summary>
    /// <param name="reference">The reference group.</param>
    public IReadOnlyList<MovingWord> Words(string reference)
    {
        var told = _groups.SelectMany(group => Told(_texts[group]).Select(word => (Word: word.Key, Group: group, Mean: word.Value)))
            .GroupBy(one => one.Word).ToDictionary(word => word.Key, word => word.ToDictionary(one => one.Group, one => one.Mean));
        IEnumerable<string> ByMean = told.OrderByDescending(word => word.Value.Values.Max(Math.Abs)).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Select(word => word.Key).Take(Most);
        IEnumerable<string> ByDifference = told.Where(word => word.Value.Count > 1 && word.Value.ContainsKey(reference))
            .OrderByDescending(word => word.Value.Values.Max(mean => Math.Abs(mean - word.Value[reference]))).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Select(word => word.Key).Take(Most);
        return
        [
            .. ByMean.Union(ByDifference).OrderByDescending(word => told[word].Values.Max(Math.Abs)).ThenBy(word => word, StringComparer.Ordinal)
                .Select(word => Of(word, [.. _groups.Where(told[word].ContainsKey)], reference)),
        ];
    }

    /// <summary>The mean of each word that enough students of a group wrote.</summary>
    private Dictionary<string, double> Told(List<AttributedText> texts)
    {
        var words = new Dictionary<string, (HashSet<int> Students, double Sum)>(StringComparer.Ordinal);
        foreach (var text in texts)
            foreach (var (word, value) in text.Words)
            {
                if (!words.TryGetValue(word, out var one)) one = ([], 0);
                one.Students.Add(text.Student);
                words[word] = one with { Sum = one.Sum + value };
            }
        return words.Where(word => word.Value.Students.Count >= _minCellSize).ToDictionary(word => word.Key, word => word.Value.Sum / texts.Count);
    }

    private MovingWord Of(string word, IReadOnlyList<string> groups, string reference) =>
        new()
        {
            Word = word,
            Groups =
            [
                .. groups.Select(group =>
                {
                    var mean = MeanOf(group, text => Value(text, word) ?? 0).Mean(_confidence);
                    var holding = _texts[group].FindAll(text => Value(text, word) is not null);
                    return new WordInGroup(group, holding.Count, Students(holding), mean.Value, Finite(mean.Low), Finite(mean.High));
                }),
            ],
            Contrasts = Contrasts(groups, reference, text => Value(text, word) ?? 0),
        };

    private IReadOnlyList<WordContrast> Contrasts(IReadOnlyList<string> groups, string reference, Func<AttributedText, double> value) =>
        !groups.Contains(reference)
            ? []
            : [.. groups.Where(group => group != reference).Select(focal =>
            {
                var difference = MeanOf(reference, value).Less(MeanOf(focal, value), _confidence);
                return new WordContrast($"{reference}-{focal}", difference.Value, Finite(difference.Low), Finite(difference.High));
            })];

    private ClusteredMean MeanOf(string group, Func<AttributedText, double> value) => new([.. _texts[group].Select(text => (text.Student, value(text)))]);

    private static double? Value(AttributedText text, string word)
    {
        foreach (var (own, value) in text.Words)
            if (own == word)
                return value;
        return null;
    }

    private static long Students(IEnumerable<AttributedText> texts) => texts.Select(text => text.Student).Distinct().LongCount();

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
