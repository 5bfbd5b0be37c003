using System.Globalization;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Statistics;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>
/// Scored rows on their way to counts, in one pass: what is kept is one count for each distinct item, scorer, group, human
/// and machine score, and the rows themselves only where students are named.
/// </summary>
internal sealed class UploadedStudy(EvaluationQuery query)
{
    private const string DefaultScorer = "machine";
    private const string OneItem = "all";
    private const int ErrorsShown = 100;
    private readonly Dictionary<Cell, long> _cells = [];
    private readonly List<(string Student, int Occurrence, Cell Cell)> _students = [];
    private readonly Dictionary<(string, string, string), int> _occurrences = [];
    private readonly List<RowError> _errors = [];

    public long Received { get; private set; }

    public long Rejected { get; private set; }

    public IReadOnlyList<RowError> Errors => _errors;

    /// <summary>Responses without a group, by item; they are in no figure.</summary>
    public SortedDictionary<string, long> NotReported { get; } = new(StringComparer.Ordinal);

    /// <summary>Responses of each group.</summary>
    public IReadOnlyDictionary<string, long> GroupSizes =>
        _cells.GroupBy(cell => cell.Key.Group).ToDictionary(group => group.Key, group => group.Sum(cell => cell.Value), StringComparer.Ordinal);

    /// <summary>Reads all rows.</summary>
    public async Task ReadAsync(IAsyncEnumerable<InputRow> rows, CancellationToken cancellation)
    {
        try
        {
            await foreach (var row in rows.WithCancellation(cancellation))
            {
                if (Received++ == 0 && !HasColumns(row))
                {
                    return;
                }
                Add(row);
            }
        }
        catch (BrokenInputException broken)
        {
            Refuse(broken.Error);
        }
        if (Received == 0 && Rejected == 0)
        {
            Refuse(new RowError(0, null, "empty", "The upload holds no row; send at least one."));
        }
    }

    /// <summary>The scale: as sent, or from the lowest to the highest human score by 1.</summary>
    public (ScoreScale? Scale, string? Problem) Scale()
    {
        var min = query.ScaleMin ?? _cells.Keys.Select(cell => cell.Human).DefaultIfEmpty(0).Min();
        var max = query.ScaleMax ?? _cells.Keys.Select(cell => cell.Human).DefaultIfEmpty(0).Max();
        var step = query.ScaleStep ?? 1;
        return ScoreScale.Problem(min, max, step) is { } problem
            ? (null, $"{problem} Send scaleMin, scaleMax and scaleStep.")
            : (new ScoreScale(min, max, step), null);
    }

    /// <summary>A human score that is not on a scale, or null.</summary>
    public double? OffScale(ScoreScale scale) =>
        _cells.Keys.Where(cell => scale.LevelOf(cell.Human) is null).Select(cell => (double?)cell.Human).Min();

    /// <summary>The counts, with groups in the order given.</summary>
    public EvaluationData ToData(ScoreScale scale, IReadOnlyList<string> groups)
    {
        var items = _cells.Keys.Select(cell => cell.Item).Distinct().Order(StringComparer.Ordinal).Select(id => new StudyItem(id, scale)).ToList();
        var scorers = _cells.Keys.Select(cell => cell.Scorer).Distinct().Order(StringComparer.Ordinal).Select(name => new StudyScorer(name, null)).ToList();
        var index = new StudyIndex(groups, items, scorers);
        var cubes = scorers.Select(_ => items.Select(_ => new CountCube(groups.Count, scale)).ToArray()).ToArray();
        foreach (var (cell, n) in _cells.OrderBy(one => one.Key.Machine))
        {
            var (m, square) = (cell.Machine, cell.Machine * cell.Machine);
            cubes[index.Scorer(cell.Scorer, null)][index.Item(cell.Item)].Add(
                index.Group(cell.Group), scale.LevelOf(cell.Human)!.Value, scale.NearestLevel(m), n,
                n * m, n * square, n * square * m, n * square * square);
        }
        return new EvaluationData { Groups = groups, Items = items, Scorers = scorers, Cubes = cubes, Students = Students(scale, index) };
    }

    private bool HasColumns(InputRow first)
    {
        var columns = first.Columns.ToHashSet(StringComparer.Ordinal);
        string?[] required =
        [
            query.Group ?? "group", query.HumanScore ?? "humanScore", query.MachineScore ?? "machineScore", query.ItemId, query.StudentId, query.Scorer,
        ];
        foreach (var missing in required.Where(column => column is not null && !columns.Contains(column)))
        {
            Refuse(new RowError(first.Number, missing, "missing",
                $"There is no column or property '{missing}'; send it, or name the one that holds it in the query, as in group=gender."));
        }
        return Rejected == 0;
    }

    private void Add(InputRow row)
    {
        if (Number(row, query.HumanScore ?? "humanScore") is not { } human || Number(row, query.MachineScore ?? "machineScore") is not { } machine)
        {
            return;
        }
        var item = row[query.ItemId ?? "itemId"] ?? OneItem;
        if (row[query.Group ?? "group"]?.Trim() is not { Length: > 0 } group)
        {
            NotReported[item] = NotReported.GetValueOrDefault(item) + 1;
            return;
        }
        if (group.Length > Identifier.MaximumLength || item.Length > Identifier.MaximumLength)
        {
            Refuse(new RowError(row.Number, query.Group ?? "group", "tooLong", $"A label has more than {Identifier.MaximumLength} characters."));
            return;
        }
        var cell = new Cell(item, row[query.Scorer ?? "scorer"] ?? DefaultScorer, group, human, machine);
        _cells[cell] = _cells.GetValueOrDefault(cell) + 1;
        if (row[query.StudentId ?? "studentId"] is { } student)
        {
            var key = (student, cell.Item, cell.Scorer);
            var occurrence = _occurrences.GetValueOrDefault(key);
            _occurrences[key] = occurrence + 1;
            _students.Add((student, occurrence, cell));
        }
    }

    private double? Number(InputRow row, string column)
    {
        var value = row[column];
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }
        Refuse(new RowError(row.Number, column, value is null ? "missing" : "notANumber", value is null
            ? $"{column} is missing; leave the row out, or send a score."
            : $"{column} is not a finite number; write it like 2 or 2.5."));
        return null;
    }

    private void Refuse(RowError error)
    {
        Rejected++;
        if (_errors.Count < ErrorsShown)
        {
            _errors.Add(error);
        }
    }

    /// <summary>The rows by student, where some student has more than one response; a response keeps its scores by all scorers.</summary>
    private StudentResponses? Students(ScoreScale scale, StudyIndex index)
    {
        var responses = _students.GroupBy(row => (row.Student, row.Cell.Item, row.Occurrence))
            .OrderBy(row => row.Key.Student, StringComparer.Ordinal).ThenBy(row => row.Key.Item, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Occurrence).ToList();
        var numbers = responses.Select(response => response.Key.Student).Distinct().Index().ToDictionary(one => one.Item, one => one.Index);
        if (responses.Count == numbers.Count)
        {
            return null;
        }
        var machine = Enumerable.Range(0, index.Scorers.Count).Select(_ => Enumerable.Repeat(double.NaN, responses.Count).ToArray()).ToArray();
        foreach (var (at, response) in responses.Index())
        {
            foreach (var row in response)
            {
                machine[index.Scorer(row.Cell.Scorer, null)][at] = row.Cell.Machine;
            }
        }
        return new StudentResponses
        {
            Student = [.. responses.Select(response => numbers[response.Key.Student])],
            Group = [.. responses.Select(response => index.Group(response.First().Cell.Group))],
            Item = [.. responses.Select(response => index.Item(response.Key.Item))],
            Human = [.. responses.Select(response => scale.LevelOf(response.First().Cell.Human)!.Value)],
            Machine = machine,
        };
    }

    private readonly record struct Cell(string Item, string Scorer, string Group, double Human, double Machine);
}
