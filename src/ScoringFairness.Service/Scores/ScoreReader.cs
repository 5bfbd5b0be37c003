using System.Globalization;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Scores;

/// <summary>A machine score of a row.</summary>
internal readonly record struct MachineScore(string Scorer, string ItemId, string ResponseId, double Score);

/// <summary>Makes machine scores of rows of one shape, and says what keeps a row from being one.</summary>
internal sealed class ScoreReader
{
    private const double SumTolerance = 1e-3;
    private readonly ScoreQuery _query;
    private readonly ScoreNotation _scores;
    private readonly List<double> _probabilities = [];
    private readonly int _scorer;
    private readonly int _itemId;
    private readonly int _responseId;
    private readonly int _score;
    private readonly int[] _probabilityPlaces;

    public ScoreReader(RowShape shape, ScoreQuery query)
    {
        (_query, _scores) = (query, new ScoreNotation(query));
        _scorer = query.Scorer is null ? shape.Find(ScorerName) : -1;
        _itemId = query.Item is null ? shape.Find(ItemName) : -1;
        _responseId = shape.Find(ResponseName);
        _score = shape.Find(ScoreName);
        // One name may be that of a list: of its elements, which are numbered.
        var named = NameList.Of(query.Probabilities);
        if (named is [var list] && shape.Find(list) < 0 && Numbered(shape, RowShape.Plain(list)) is { Count: > 0 } elements)
        {
            named = [.. elements.Select(place => shape.Columns[place])];
        }
        _probabilityPlaces = query.Probabilities is null ? [.. Numbered(shape, "probabilities")] : [.. named.Select(shape.Find)];
        Missing =
        [
            .. new[] { query.Scorer is null ? ScorerName : null, query.Item is null ? ItemName : null, ResponseName, ScoreName }
                .Concat(named).OfType<string>().Where(name => shape.Find(name) < 0),
        ];
        int[] used = [_scorer, _itemId, _responseId, _score, .. _probabilityPlaces];
        shape.RefuseTwice(used);
        Ignored = [.. shape.Columns.Where((_, place) => !used.Contains(place))];
    }

    /// <summary>Columns that every row needs and this shape lacks.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Columns that nothing is done with.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>The probabilities of the row read last; empty where it has none.</summary>
    public IReadOnlyList<double> Probabilities => _probabilities;

    private string ScorerName => _query.ScorerColumn ?? "scorer";

    private string ItemName => _query.ItemId ?? "itemId";

    private string ResponseName => _query.ResponseId ?? "responseId";

    private string ScoreName => _query.Score ?? "score";

    /// <summary>Reads a row; its probabilities are not yet held against the scale.</summary>
    public (MachineScore Score, RowError? Error) Read(InputRow row)
    {
        var scorer = _query.Scorer ?? ComposedText.Of(row[_scorer]);
        var itemId = _query.Item ?? ComposedText.Of(row[_itemId]);
        var responseId = ComposedText.Of(row[_responseId]);
        foreach (var (name, id) in (ReadOnlySpan<(string, string?)>)[(ScorerName, scorer), (ItemName, itemId), (ResponseName, responseId)])
        {
            if ((Identifier.Problem(id) ?? (name == ScorerName ? TakenNames.OfScorer(id) : null)) is { } problem)
            {
                return (default, new RowError(row.Number, name, "id", $"{name} {problem}."));
            }
        }
        if (_scores.Value(row, _score) is not { } text)
        {
            return (default, new RowError(row.Number, ScoreName, "missing", $"{ScoreName} is missing; leave the row out, or send a score."));
        }
        if (!_scores.TryRead(text, out var score))
        {
            return (default, _scores.Error(row.Number, ScoreName));
        }
        return (new MachineScore(scorer!, itemId!, responseId!, score), ReadProbabilities(row));
    }

    /// <summary>Holds the probabilities read last against the levels of a scale.</summary>
    public RowError? CheckProbabilities(int row, ScoreScale scale)
    {
        if (_probabilities.Count == 0)
        {
            return null;
        }
        if (_probabilities.Count != scale.LevelCount)
        {
            return new RowError(row, "probabilities", "probabilities",
                $"There are {_probabilities.Count} probabilities, but the item has {scale.LevelCount} levels; send one for each level, the lowest first.");
        }
        return Math.Abs(_probabilities.Sum() - 1) <= SumTolerance
            ? null
            : new RowError(row, "probabilities", "probabilities", string.Create(
                CultureInfo.InvariantCulture, $"The probabilities sum to {_probabilities.Sum():0.####}, not to 1; send one for each level."));
    }

    /// <summary>Brings a score that was read onto the scale of its item.</summary>
    public RowError? OnScale(ref MachineScore score, int row, ScoreScale scale)
    {
        var number = score.Score;
        var problem = _scores.OnScale(ref number, row, ScoreName, scale, toLevel: false);
        score = score with { Score = number };
        return problem;
    }

    private RowError? ReadProbabilities(InputRow row)
    {
        _probabilities.Clear();
        foreach (var place in _probabilityPlaces)
        {
            foreach (var text in Listed(_scores.Value(row, place)))
            {
                if (!ScoreText.TryRead(text, _query.DecimalComma, out var probability) || probability is < 0 or > 1)
                {
                    return new RowError(
                        row.Number, row.Columns[place], "probabilities", $"{row.Columns[place]} is not a probability; send numbers from 0 to 1.");
                }
                _probabilities.Add(probability);
            }
        }
        return null;
    }

    /// <summary>The numbers of a field: one, or as many as a list in brackets holds.</summary>
    private static string[] Listed(string? value) => value?.Trim() switch
    {
        null => [],
        ['[', .. var inside, ']'] => inside.Split([',', ';', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        var one => [one],
    };

    private static List<int> Numbered(RowShape shape, string name) =>
    [
        .. shape.Columns.Select((column, place) => (
                Number: column.StartsWith(name, StringComparison.Ordinal)
                    && int.TryParse(column.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                    : column == name ? 0 : -1,
                Place: place))
            .Where(column => column.Number >= 0).OrderBy(column => column.Number).Select(column => column.Place),
    ];
}
