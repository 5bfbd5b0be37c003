using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>One scorer on one item, or on all responses: what a set of figures is about.</summary>
internal sealed class Scope
{
    private const double MostOffScale = 0.01;

    /// <summary>The scorer.</summary>
    public required StudyScorer Scorer { get; init; }

    /// <summary>The scorer's number; null of humans.</summary>
    public int? Number { get; init; }

    /// <summary>Whether its scores are those before, or those after, they were brought onto the scale; null where there is one form.</summary>
    public string? Form { get; init; }

    /// <summary>The item's number; null: all responses pooled.</summary>
    public required int? Item { get; init; }

    /// <summary>The item's id; null: all responses pooled.</summary>
    public required string? ItemId { get; init; }

    /// <summary>The counts.</summary>
    public required CountCube Cube { get; init; }

    /// <summary>Different students by group, where some student has more than one response here; else null.</summary>
    public IReadOnlyList<long>? StudentsByGroup { get; init; }

    /// <summary>The counts item by item: of one item, or of those that are pooled.</summary>
    public required IReadOnlyList<CountCube> Parts { get; init; }

    /// <summary>Names of the groups.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>The number of the reference group.</summary>
    public required int Reference { get; init; }

    /// <summary>The numbers of the focal groups.</summary>
    public required IReadOnlyList<int> Focal { get; init; }

    /// <summary>Machine scores off the scale.</summary>
    public required long OffScale { get; init; }

    /// <summary>How the study is evaluated.</summary>
    public required EvaluationOptions Options { get; init; }

    /// <summary>Whether some student has more than one response here: intervals then come from resampling students.</summary>
    public bool Clustered { get; init; }

    /// <summary>Whether some student answered several items of the study: figures of the items then are not independent.</summary>
    public bool SharesStudents { get; init; }

    /// <summary>Different students of the whole study by group; null where none gave several responses.</summary>
    public IReadOnlyList<long>? StudyStudents { get; init; }

    /// <summary>The random numbers of distances.</summary>
    public NormalTable Normals { get; set; } = new(0, 0);

    /// <summary>The responses by student, and the number of this scorer among them; null where every response is a student of its own.</summary>
    public (StudentCells Cells, int Scorer)? Students { get; set; }

    /// <summary>The figures, once made.</summary>
    public IReadOnlyList<Figure> Figures { get; set; } = [];

    /// <summary>Whether the scorer is the human.</summary>
    public bool IsHuman => Scorer.Name == RowCodes.Human;

    /// <summary>
    /// Degrees of freedom of a contrast between students: those of its groups less two, whoever else took part; null where none gave several
    /// responses.
    /// </summary>
    public int? StudentDegrees(MeasureRow row) => StudyStudents is { } students
        ? (int)Everyone.Where(group => row.NByGroup.ContainsKey(Groups[group])).Sum(group => students[group]) - 2
        : null;

    /// <summary>The groups that are large enough to be told: what is weighted by everybody's scores is weighted by theirs.</summary>
    public IReadOnlyList<int> Weighing =>
        [.. Everyone.Where(group => (StudentsByGroup?[group] ?? Cube.Size(group)) >= Math.Max(1, Options.MinCellSize))];

    /// <summary>All groups.</summary>
    public IReadOnlyList<int> Everyone => [.. Enumerable.Range(0, Groups.Count)];

    /// <summary>A row about all groups together.</summary>
    public MeasureRow Row(Measure measure) => Row(measure, Everyone);

    /// <summary>A row about one group.</summary>
    public MeasureRow RowOf(Measure measure, int group) => Row(measure, [group], group: Groups[group]);

    /// <summary>A row about a contrast.</summary>
    public MeasureRow RowOf(Measure measure, int reference, int focal) =>
        Row(measure, [reference, focal], contrast: Contrast(reference, focal));

    /// <summary>The name of a contrast: reference minus focal.</summary>
    public string Contrast(int reference, int focal) => $"{Groups[reference]}-{Groups[focal]}";

    /// <summary>Why figures of these groups are undefined, or null where each is large enough.</summary>
    public string? TooSmall(params ReadOnlySpan<int> groups)
    {
        foreach (var group in groups)
        {
            if (Cube.Size(group) < Options.MinGroupSize)
            {
                // How few they are stands in the row, from which a small count is left out.
                return $"Group '{Groups[group]}' has fewer responses than the {Options.MinGroupSize} asked for (minGroupSize).";
            }
            if (StudentsByGroup is { } students && students[group] < Options.MinGroupSize)
            {
                return $"Group '{Groups[group]}' has fewer students than the {Options.MinGroupSize} asked for (minGroupSize).";
            }
            if (Cube.Size(group) < Options.MinGroupShare * Cube.Total)
            {
                return string.Create(CultureInfo.InvariantCulture,
                    $"Group '{Groups[group]}' has less than {Options.MinGroupShare * 100:0.###} % of the responses (minGroupShare): "
                    + $"it is counted and left out.");
            }
        }
        return null;
    }

    /// <summary>Why no row of this scope has a verdict, or null: more machine scores lie off the scale than a slip explains.</summary>
    public string? Misplaced => OffScale > MostOffScale * Cube.Total
        ? "More than 1 % of the machine scores lie off the scale: there is no verdict."
        : null;

    /// <summary>
    /// Why a row of this scope has no verdict whatever its interval, or null: a machine that gives every response of an item the
    /// same level has equal odds and no gap, which says nothing about fairness.
    /// </summary>
    public string? Constant(MeasureRow row)
    {
        int[] groups = [.. Everyone.Where(group => row.Contrast is null || row.NByGroup.ContainsKey(Groups[group]))];
        return Parts.All(cube => Enumerable.Range(0, cube.Levels).Count(level => groups.Any(group => cube.AtMachine(group, level) > 0)) < 2)
            ? "The machine gives every response the same score: there is no verdict."
            : null;
    }

    /// <summary>A figure of one group, undefined where the group is too small.</summary>
    public Figure OfGroup(Figure figure, int group) => Guarded(figure, TooSmall(group));

    /// <summary>A figure of two groups, undefined where one is too small.</summary>
    public Figure OfContrast(Figure figure, int reference, int focal) => Guarded(figure, TooSmall(reference, focal));

    private MeasureRow Row(Measure measure, IReadOnlyList<int> groups, string? group = null, string? contrast = null) => new()
    {
        Measure = measure.Code,
        Scorer = Scorer.Name,
        Split = Scorer.Split,
        Form = measure.HasForms ? Form : null,
        ItemId = ItemId,
        Over = Item is null ? RowCodes.Responses : null,
        Group = group,
        Contrast = contrast,
        N = groups.Sum(Cube.Size),
        NByGroup = groups.ToDictionary(group => Groups[group], Cube.Size),
    };

    private static Figure Guarded(Figure figure, string? reason) => reason is null ? figure : new Figure
    {
        Row = figure.Row,
        Known = Estimate.Undefined(reason),
        OverItems = figure.OverItems,
        MeanOfIntervals = figure.MeanOfIntervals,
        Judged = figure.Judged,
    };
}
