using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;


namespace ScoringFairness.Service.Reports;

/// <summary>A line of a table: a scorer and split on one item, on all responses pooled, or as the mean over items.</summary>
/// <param name="Scorer">The scorer.</param>
/// <param name="Split">The training split; null for scores from outside.</param>
/// <param name="ItemId">The item; null: several.</param>
/// <param name="Over">How several items were joined: <c>responses</c> or <c>items</c>.</param>
public sealed record Line(string Scorer, string? Split, string? ItemId, string? Over)
{
    /// <summary>The line that a row stands in.</summary>
    public static Line Of(MeasureRow row) => new(row.Scorer, row.Split, row.ItemId, row.Over);

    /// <summary>The human's figures, of responses too that the scorer gave no score.</summary>
    public Line Human => this with { Scorer = RowCodes.Human, Split = null };

    /// <summary>The figures of the second human in the machine's place, where responses were rated twice.</summary>
    public Line SecondHuman => this with { Scorer = RowCodes.SecondHuman, Split = null };

    /// <summary>What the line covers, for people.</summary>
    public string Scope => ItemId ?? (Over == RowCodes.Items ? "Mean over items" : "All responses");

    /// <summary>The place among lines, the widest first: all responses pooled, the mean over items, one item.</summary>
    public int Breadth => Over switch { RowCodes.Responses => 0, RowCodes.Items => 1, _ => 2 };
}

/// <summary>The groups of a contrast.</summary>
/// <param name="Name">The contrast as rows name it.</param>
/// <param name="Reference">The reference group.</param>
/// <param name="Focal">The focal group.</param>
public sealed record GroupContrast(string Name, string Reference, string Focal)
{
    /// <summary>The contrasts of groups: the first, which is the reference, with each other.</summary>
    public static IReadOnlyList<GroupContrast> Of(IReadOnlyList<string> groups) =>
        [.. groups.Skip(1).Select(focal => new GroupContrast($"{groups[0]}-{focal}", groups[0], focal))];

    /// <summary>The contrast for people.</summary>
    public string Title => GroupWords.Of(Reference, " − ", Focal);

    /// <summary>The reference group for people.</summary>
    public string ReferenceWords => GroupWords.Of(Reference);

    /// <summary>The focal group for people.</summary>
    public string FocalWords => GroupWords.Of(Focal);

    /// <summary>The group to whose cost a signed contrast is: below 0 the reference's, above the focal group's.</summary>
    internal string Against(double value) => value < 0 ? Reference : Focal;

    /// <summary>The other group of the two.</summary>
    internal string Other(string group) => group == Reference ? Focal : Reference;
}

/// <summary>The measure rows of a report, found by what they are about.</summary>
public sealed class MeasureIndex
{
    private readonly Dictionary<Key, MeasureRow> _rows = [];
    private IReadOnlyList<IGrouping<string, Line>>? _byScope;

    /// <param name="rows">The rows of a report.</param>
    /// <param name="groups">The groups of the contrasts, the reference first.</param>
    public MeasureIndex(IReadOnlyList<MeasureRow> rows, IReadOnlyList<string> groups)
    {
        All = rows;
        foreach (var row in rows)
        {
            _rows.TryAdd(new Key(
                row.Measure, Line.Of(row), new RowKey(
                row.Group, row.Contrast, row.Level, row.Basis, row.Aggregation, row.ComparedWith, IsExpected: row.Form == RowCodes.Expected)), row);
        }
        // The second human in a machine's place stands beside machines, and is none.
        var accuracies = rows.Where(row => row.Measure == BiasMeasures.Accuracy.Code && row.Scorer != RowCodes.SecondHuman).ToList();
        Lines = [.. accuracies.Where(row => row.Group is null).Select(Line.Of)];
        Contrasts = GroupContrast.Of(groups);
        Groups = [.. accuracies.Select(row => row.Group).OfType<string>().Distinct()
            .OrderBy(group => groups.Contains(group) ? groups.ToList().IndexOf(group) : int.MaxValue)];
        Scorers = [.. Lines.Select(line => (line.Scorer, line.Split)).Distinct()];
        ItemIds = [.. Lines.Select(line => line.ItemId).OfType<string>().Distinct()];
    }

    /// <summary>Every row.</summary>
    public IReadOnlyList<MeasureRow> All { get; }

    /// <summary>The lines that there are, in the order of the rows.</summary>
    public IReadOnlyList<Line> Lines { get; }

    /// <summary>The contrasts: the reference with each other group.</summary>
    public IReadOnlyList<GroupContrast> Contrasts { get; }

    /// <summary>The groups, the reference first.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>The scorers with their splits.</summary>
    public IReadOnlyList<(string Scorer, string? Split)> Scorers { get; }

    /// <summary>The items.</summary>
    public IReadOnlyList<string> ItemIds { get; }

    /// <summary>The widest line of a scorer: all responses pooled, else the mean over items, else the one item.</summary>
    public Line Widest(string scorer, string? split) => Lines.Where(line => (line.Scorer, line.Split) == (scorer, split))
        .OrderBy(line => line.Breadth).First();

    /// <summary>The lines item by item, those over several items first.</summary>
    public IReadOnlyList<IGrouping<string, Line>> ByScope() => _byScope ??= [.. Lines.OrderBy(line => line.Breadth).GroupBy(line => line.Scope)];

    /// <summary>The name of a scorer as this report needs it: the split alone where there is one scorer.</summary>
    public string Name(string scorer, string? split) => split is null ? scorer
        : Scorers.Select(one => one.Scorer).Distinct().Count() == 1 ? split : $"{scorer}, {split}";

    /// <summary>The name of a line's scorer.</summary>
    public string Name(Line line) => Name(line.Scorer, line.Split);

    /// <summary>The row of a measure, or null where there is none.</summary>
    public MeasureRow? Find(Measure measure, Line line, RowKey key) => _rows.GetValueOrDefault(new Key(measure.Code, line, key));

    /// <summary>Whether a line's scorer gives one score only: then nothing is said by its figures.</summary>
    public bool IsConstant(Line line) =>
        Find(AgreementMeasures.Qwk, line) is { Value: not null, Verdict: Verdict.Undefined } && Find(AgreementMeasures.Correlation, line) is { Value: null };

    /// <summary>Whether a table of many measures has any row.</summary>
    public bool HasAny(MeasureTable table)
    {
        var codes = MeasureCatalogue.ColumnsOf(table).Select(one => one.Measure.Code).ToHashSet(StringComparer.Ordinal);
        return All.Any(row => codes.Contains(row.Measure));
    }

    /// <summary>The row of a measure about all groups together.</summary>
    public MeasureRow? Find(Measure measure, Line line) => Find(measure, line, new RowKey());

    /// <summary>The row of a measure about one group.</summary>
    public MeasureRow? OfGroup(Measure measure, Line line, string group) => Find(measure, line, new RowKey(Group: group));

    /// <summary>The main row of a measure about a contrast; of equalized odds the mean over levels.</summary>
    public MeasureRow? OfContrast(Measure measure, Line line, string contrast) =>
        Find(measure, line, new RowKey(Contrast: contrast, Basis: measure.Main.Basis, Aggregation: measure.Main.Aggregation));

    /// <summary>The main row of a measure about a contrast, of scores before they were brought onto the scale.</summary>
    public MeasureRow? Expected(Measure measure, Line line, string contrast) => Find(measure, line, new RowKey(
        Contrast: contrast, Basis: measure.Main.Basis, Aggregation: measure.Main.Aggregation, IsExpected: true));

    /// <summary>The main figure of a measure for a contrast, the machine's less the second human's on the responses rated twice.</summary>
    public MeasureRow? LessSecondHuman(Measure measure, Line line, string contrast) => Find(measure, line, new RowKey(
        Contrast: contrast, Basis: measure.Main.Basis, Aggregation: measure.Main.Aggregation, ComparedWith: RowCodes.SecondHuman));

    private sealed record Key(string Measure, Line Line, RowKey Row);
}

/// <summary>What else tells rows of a measure apart.</summary>
public sealed record RowKey(
    string? Group = null, string? Contrast = null, int? Level = null, string? Basis = null, string? Aggregation = null, string? ComparedWith = null,
    bool IsExpected = false);
