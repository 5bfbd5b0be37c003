using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Evaluation;

/// <summary>Tallies of scored rows, and from them the counts of a study.</summary>
internal sealed class UploadedCounts
{
    private readonly Dictionary<Cell, Tally> _cells = [];
    private readonly Dictionary<(string Item, string Scorer, string Group), RatingSums> _ratings = [];
    private readonly Dictionary<(string Item, string Scorer, string Group, double Human, double Second), long> _second = [];
    private readonly Dictionary<(Cell Cell, double Second), Tally> _twice = [];
    private readonly Dictionary<(string Item, string Scorer), long> _offScale = [];
    private readonly UploadedStudents _students = new();
    private readonly HashSet<string> _items = new(StringComparer.Ordinal);
    private readonly HashSet<string> _scorers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);

    /// <summary>Items, scorers and groups so far: what a study grows with.</summary>
    public int Labels => _items.Count + _scorers.Count + _groups.Count;

    /// <summary>Scorers so far.</summary>
    public int Scorers => _scorers.Count;

    /// <summary>The study on a scale of so many levels.</summary>
    public StudySize Size(int levels) => new(_groups.Count, _scorers.Count, [.. Enumerable.Repeat(levels, _items.Count)]);

    /// <summary>The responses of the students that were named, and whether some gave more than one.</summary>
    public (long Responses, bool Repeated) Students => _students.Count();

    /// <summary>The lowest and the highest score of a machine's level; a scale that was not sent spans them too.</summary>
    public (double Lowest, double Highest) Levels => (_cells.Keys.Min(cell => cell.Level), _cells.Keys.Max(cell => cell.Level));

    /// <summary>Responses of each group, of the scorer that has most.</summary>
    public IReadOnlyDictionary<string, long> GroupSizes => _cells.GroupBy(cell => cell.Key.Group).ToDictionary(
        group => group.Key,
        group => group.GroupBy(cell => cell.Key.Scorer).Max(scorer => scorer.Sum(cell => cell.Value.N)),
        StringComparer.Ordinal);

    /// <summary>Counts a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="level">The score of the machine's level.</param>
    /// <param name="isOff">Whether the machine's score lies off the scale.</param>
    /// <param name="student">The student, or null.</param>
    public void Add(UploadedScore row, double level, bool isOff, string? student)
    {
        _items.Add(row.Item);
        _scorers.Add(row.Scorer);
        _groups.Add(row.Group);
        if (isOff)
        {
            _offScale[(row.Item, row.Scorer)] = _offScale.GetValueOrDefault((row.Item, row.Scorer)) + 1;
        }
        var cell = new Cell(row.Item, row.Scorer, row.Group, row.Human, level);
        if (!_cells.TryGetValue(cell, out var tally))
        {
            _cells.Add(cell, tally = new Tally());
        }
        tally.Add(row.Machine);
        var key = (row.Item, row.Scorer, row.Group);
        if (!_ratings.TryGetValue(key, out var ratings))
        {
            _ratings.Add(key, ratings = new RatingSums());
        }
        ratings.Add(row.SecondHuman is { } second ? [row.Human, second] : [row.Human], row.Machine);
        if (row.SecondHuman is { } rating)
        {
            var pair = (row.Item, row.Scorer, row.Group, row.Human, rating);
            _second[pair] = _second.GetValueOrDefault(pair) + 1;
            if (!_twice.TryGetValue((cell, rating), out var twice))
            {
                _twice.Add((cell, rating), twice = new Tally());
            }
            twice.Add(row.Machine);
        }
        if (student is not null)
        {
            _students.Add(student, row);
        }
    }

    /// <summary>The study, with groups in the order given.</summary>
    public EvaluationData ToData(ScoreScale scale, IReadOnlyList<string> groups)
    {
        var items = _cells.Keys.Select(cell => cell.Item).Distinct().Order(StringComparer.Ordinal).Select(id => new StudyItem(id, scale)).ToList();
        var scorers = _cells.Keys.Select(cell => cell.Scorer).Distinct().Order(StringComparer.Ordinal).Select(name => new StudyScorer(name, null)).ToList();
        var index = new StudyIndex(groups, items, scorers);
        // Most scorers may have scored few of the items: what is empty is one cube for all, and one sum.
        var (nothing, unrated) = (new CountCube(groups.Count, scale), new RatingSums());
        var cubes = scorers.Select(_ => items.Select(_ => nothing).ToArray()).ToArray();
        foreach (var (cell, tally) in _cells)
        {
            var sums = tally.Sums;
            ref var cube = ref cubes[index.Scorer(cell.Scorer, null)][index.Item(cell.Item)];
            cube = cube == nothing ? new CountCube(groups.Count, scale) : cube;
            cube.Add(
                index.Group(cell.Group), scale.LevelOf(cell.Human)!.Value, scale.NearestLevel(cell.Level), tally.N, sums[0], sums[1], sums[2], sums[3]);
        }
        return new EvaluationData
        {
            Groups = groups,
            Items = items,
            Scorers = scorers,
            Cubes = cubes,
            OffScale = _offScale.Count == 0
                ? null
                : [.. scorers.Select(scorer => (IReadOnlyList<long>)[.. items.Select(item => _offScale.GetValueOrDefault((item.ItemId, scorer.Name)))])],
            Students = _students.ToResponses(scale, index),
            SecondRatings = SecondRatings(scale, index),
            DoubleRatings = DoubleRatings(scale, index),
            Ratings = _second.Count == 0
                ? null
                : [.. scorers.Select(scorer => (IReadOnlyList<IReadOnlyList<RatingSums>>)[.. items.Select(item =>
                    (IReadOnlyList<RatingSums>)[.. groups.Select(group =>
                        _ratings.GetValueOrDefault((item.ItemId, scorer.Name, group)) ?? unrated)])])],
        };
    }

    /// <summary>First against second rating; several scorers bring the same ratings, so those of the one with most are taken.</summary>
    private CountCube[]? SecondRatings(ScoreScale scale, StudyIndex index)
    {
        if (_second.Count == 0)
        {
            return null;
        }
        var fullest = _second.GroupBy(pair => pair.Key.Scorer).OrderByDescending(scorer => scorer.Sum(pair => pair.Value))
            .ThenBy(scorer => scorer.Key, StringComparer.Ordinal).First();
        var cubes = index.Items.Select(_ => new CountCube(index.Groups.Count, scale)).ToArray();
        foreach (var ((item, _, group, human, second), n) in fullest.OrderBy(pair => pair.Key.Second))
        {
            cubes[index.Item(item)].Add(index.Group(group), scale.LevelOf(human)!.Value, second, n);
        }
        return cubes;
    }

    private DoubleRatings[][]? DoubleRatings(ScoreScale scale, StudyIndex index)
    {
        if (_twice.Count == 0)
        {
            return null;
        }
        var ratings = index.Scorers.Select(_ => index.Items.Select(_ => new DoubleRatings(index.Groups.Count, scale)).ToArray()).ToArray();
        // In a fixed order, so that sums do not depend on the order of rows.
        foreach (var ((cell, second), tally) in _twice.OrderBy(one => one.Key.Cell.Level))
        {
            ratings[index.Scorer(cell.Scorer, null)][index.Item(cell.Item)].Add(
                index.Group(cell.Group), scale.LevelOf(cell.Human)!.Value, second, scale.NearestLevel(cell.Level), tally.N, tally.Sums[0], tally.Sums[1]);
        }
        return ratings;
    }

    private readonly record struct Cell(string Item, string Scorer, string Group, double Human, double Level);

    /// <summary>Number and power sums of raw scores, as decimals, so that the order of rows does not move the last bits.</summary>
    private sealed class Tally
    {
        /// <summary>Fourth powers of more than this would overflow a decimal sum.</summary>
        private const double LargestExact = 1000;
        private readonly decimal[] _exact = new decimal[4];
        private readonly double[] _large = new double[4];

        public long N { get; private set; }

        public double[] Sums => [.. _exact.Zip(_large, (exact, large) => (double)exact + large)];

        public void Add(double score)
        {
            N++;
            if (Math.Abs(score) <= LargestExact)
            {
                var value = (decimal)score;
                var power = value;
                for (var at = 0; at < _exact.Length; at++, power *= value)
                {
                    _exact[at] += power;
                }
                return;
            }
            for (var at = 0; at < _large.Length; at++)
            {
                _large[at] += Math.Pow(score, at + 1);
            }
        }
    }
}
