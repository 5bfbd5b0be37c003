using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>
/// Scored rows on their way to counts, in one pass. What is kept is a tally for each item, scorer, group, human score and
/// machine level; rows themselves only where students or response ids are named.
/// </summary>
internal sealed class UploadedStudy(EvaluationQuery query, UploadedColumns columns, UploadedLimits limits, Refusals tooLarge)
{
    /// <summary>So many different human scores are on no scale: reading on only fills the memory.</summary>
    private const int MostHumanScores = 10 * ScoreScale.MaximumLevels;
    private const string DefaultScorer = "machine";
    private const string OneItem = "all";
    private const int ErrorsShown = 100;
    private const int FewestLevels = 2;
    private readonly Dictionary<double, int> _humans = [];
    private readonly List<RowError> _errors = [];
    private readonly ScoreGrid _grid = new(query);
    private readonly UploadedResponses _responses = new(columns);
    private readonly HashSet<string> _named = query.Named.ToHashSet(StringComparer.Ordinal);
    private readonly HashSet<string> _met = [];
    private readonly OtherGroups _others = query.Others ?? OtherGroups.Compare;
    private bool _namesStudents;
    private long? _refused;
    private int _labels;
    private readonly UploadedNumbers _numbers = new(query);

    public long Received { get; private set; }

    public long Rejected { get; private set; }

    public IReadOnlyList<RowError> Errors => _errors;

    /// <summary>The words that stand for a missing group or student; a group that the query names is none of them.</summary>
    public MissingWords MissingWords { get; } = new(query.Missing, query.NotMissing, query.Reference, query.Focal, query.Groups);

    /// <summary>What was counted.</summary>
    public UploadedCounts Counts { get; } = new();

    /// <summary>Responses without a group, by item; they are in no figure.</summary>
    public SortedDictionary<string, long> NotReported { get; } = new(StringComparer.Ordinal);

    /// <summary>Responses of groups that are not compared, by item; they are in no figure.</summary>
    public SortedDictionary<string, long> LeftOut { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads all rows.</summary>
    public async Task ReadAsync(IAsyncEnumerable<InputRow> rows, CancellationToken cancellation)
    {
        var hasColumns = false;
        try
        {
            await foreach (var row in rows.WithCancellation(cancellation))
            {
                Received++;
                if (row.Problem is { } problem)
                {
                    Refuse(problem);
                    continue;
                }
                if (!hasColumns && !(hasColumns = HasColumns(row)))
                {
                    return;
                }
                if (Received > limits.Rows)
                {
                    Refuse(new RowError(row.Number, null, "tooManyRows", string.Create(CultureInfo.InvariantCulture,
                        $"There are more than {limits.Rows} rows (Evaluations__MostRows); send the scorers or items in parts.")));
                    return;
                }
                Add(row);
                if (tooLarge.Any || _humans.Count > MostHumanScores || _grid.IsExceeded)
                {
                    return;
                }
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

    /// <summary>
    /// The scale: as sent, or from the lowest to the highest score by the step, the human's and the machine's, so that none is
    /// brought onto it unsaid. Refuses rows whose human score is off it.
    /// </summary>
    public ScoreScale? Scale()
    {
        if (_humans.Count == 0)
        {
            return null;
        }
        var (scale, problem) = _grid.Scale(
            Math.Min(_humans.Keys.Min(), Counts.Levels.Lowest), Math.Max(_humans.Keys.Max(), Counts.Levels.Highest));
        if (problem is not null)
        {
            Refuse(new RowError(0, columns.Human, "scale", problem));
            return null;
        }
        foreach (var (human, row) in _humans.Where(human => scale!.LevelOf(human.Key) is null).OrderBy(human => human.Value))
        {
            Refuse(new RowError(row, columns.Human, "offScale", string.Create(CultureInfo.InvariantCulture,
                $"{columns.Human} is {human}, off the scale {scale!.Minimum} to {scale.Maximum} by {scale.Step}; "
                + $"send scaleMin, scaleMax and scaleStep, or correct the score.")));
        }
        return Rejected == 0 ? scale : null;
    }

    /// <summary>The groups of the rows.</summary>
    public IEnumerable<string> Met => _met.Order(StringComparer.Ordinal);

    /// <summary>The groups that the query names and no row has.</summary>
    public IEnumerable<string> Unmet => _named.Except(_met);

    private bool HasColumns(InputRow first)
    {
        var problems = columns.Problems(first).ToList();
        problems.ForEach(Refuse);
        if (problems.Count > 0)
        {
            return false;
        }
        _namesStudents = first.Shape.Columns.Contains(columns.Student);
        first.Shape.RefuseTwice([.. columns.All.Select(first.Shape.Find)]);
        return true;
    }

    private void Add(InputRow row)
    {
        if (Number(row, columns.Human, isHuman: true) is not { } human || Number(row, columns.Machine, isHuman: false) is not { } machine)
        {
            return;
        }
        var item = ComposedText.Of(row[columns.Item]) ?? OneItem;
        var scorer = ComposedText.Of(row[columns.Scorer]) ?? DefaultScorer;
        var named = columns.Groups.Select(column => ComposedText.Of(row[column]?.Trim())).ToList();
        var group = string.Join('|', named);
        if (_responses.Take(row, item, scorer, human, group) is { } wrong)
        {
            Refuse(wrong);
            return;
        }
        if (columns.Groups.Zip(named).Any(one => MissingWords.Is(one.First, one.Second)))
        {
            NotReported[item] = NotReported.GetValueOrDefault(item) + 1;
            return;
        }
        if (UploadedLabels.Problem(columns, row, named) is { } problem)
        {
            Refuse(problem);
            return;
        }
        _met.Add(group);
        if (_others != OtherGroups.Compare && !_named.Contains(group))
        {
            if (_others == OtherGroups.LeaveOut)
            {
                LeftOut[item] = LeftOut.GetValueOrDefault(item) + 1;
                return;
            }
            group = GroupNames.Merged;
        }
        if (group.Length > Identifier.MaximumLength)
        {
            Refuse(new RowError(row.Number, columns.Groups[0], "tooLong", $"Crossed, the groups have more than {Identifier.MaximumLength} characters."));
            return;
        }
        _humans.TryAdd(human, row.Number);
        double? second = _numbers.Of(row, columns.SecondHuman, isHuman: true) is (var number, null) ? number : null;
        Counts.Add(
            new UploadedScore(item, scorer, group, human, machine, second), _grid.Level(machine), _grid.IsOff(machine), Student(row));
        if (Counts.Labels is var labels && labels > _labels)
        {
            _labels = labels;
            limits.Check(Counts.Size(FewestLevels), draws: 0, query, tooLarge);
        }
    }

    /// <summary>The student; one of its own where the column has none in this row, null where there is no such column.</summary>
    private string? Student(InputRow row) => row[columns.Student] is { } student && !MissingWords.Is(columns.Student, student) ? ComposedText.Of(student)
        : _namesStudents ? $"\0{row.Number:D10}"
        : null;

    private double? Number(InputRow row, string column, bool isHuman)
    {
        var (number, error) = _numbers.Of(row, column, isHuman);
        if (error is not null)
        {
            Refuse(error);
        }
        return error is null ? number : null;
    }

    private void Refuse(RowError error)
    {
        // A row may have several problems.
        Rejected += error.Row == _refused ? 0 : 1;
        _refused = error.Row;
        if (_errors.Count < ErrorsShown)
        {
            _errors.Add(error);
        }
    }
}

/// <summary>A row that can be counted.</summary>
internal readonly record struct UploadedScore(string Item, string Scorer, string Group, double Human, double Machine, double? SecondHuman);
