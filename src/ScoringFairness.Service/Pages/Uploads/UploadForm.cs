using System.Globalization;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>What was said of a file's columns, and what is guessed where nothing was said yet.</summary>
/// <param name="As">What its rows are.</param>
/// <param name="Values">What was sent by field.</param>
/// <param name="Columns">The file's columns.</param>
public sealed record UploadForm(RowsOf As, IReadOnlyDictionary<string, IReadOnlyList<string>> Values, IReadOnlyList<FileColumn> Columns)
{
    private readonly IReadOnlyDictionary<int, string> _guessed = ColumnGuess.Of(As, Columns);

    /// <summary>What rows are by the form's word; graded responses where it is none.</summary>
    internal static RowsOf Kind(string? word) =>
        Enum.GetValues<RowsOf>().FirstOrDefault(rows => string.Equals(rows.ToString(), word?.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether somebody said what the columns hold.</summary>
    public bool IsSent => Values.Keys.Any(name => name is ['c', >= '0' and <= '9', ..]);

    /// <summary>What a field holds: as it was sent, else what is proposed.</summary>
    public string? this[string field] => Sent(field) ?? (IsSent ? null : Proposed(field));

    /// <summary>What a column holds; empty for nothing.</summary>
    public string Use(FileColumn column) =>
        IsSent ? Sent(string.Create(CultureInfo.InvariantCulture, $"c{column.Place}")) ?? "" : _guessed.GetValueOrDefault(column.Place, "");

    /// <summary>The columns that hold something.</summary>
    public IReadOnlyList<FileColumn> Of(string use) => [.. Columns.Where(column => ColumnUse.Holds(Use(column), use))];

    /// <summary>Whether each of several columns of human scores is an item of its own.</summary>
    public bool IsOfItems => As == RowsOf.Responses && Of(ColumnUse.HumanScore).Count > 1;

    /// <summary>Whether the item must be named.</summary>
    public bool NeedsItem => As != RowsOf.Figures && !IsOfItems && Of(ColumnUse.ItemId).Count == 0;

    /// <summary>Whether responses are taken without texts: proposed where no column looks like one.</summary>
    public bool IsWithoutTexts => this["noText"] is not null;

    /// <summary>Whether rows with errors are left out, where they would keep all from being stored.</summary>
    public bool Skips => this["skip"] is not null;

    /// <summary>What cannot be read, and what is missing.</summary>
    internal Refusals Check()
    {
        var errors = new Refusals();
        foreach (var field in (string[])["scaleMin", "scaleMax", "scaleStep"])
        {
            _ = Number(field, errors);
        }
        errors.Unless(this["decimal"] is null or "point" or "comma", "decimal", $"is '{this["decimal"]}'; choose point or comma.");
        foreach (var name in Values.Keys.Where(name => name is ['c', >= '0' and <= '9', ..] && Sent(name) is not null))
        {
            errors.Unless(
                int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < Columns.Count
                    && ColumnUse.Of(As).Any(use => use.Code == Sent(name)),
                "columns", $"'{Sent(name)}' is nothing that a column of such rows holds, or there is no such column; choose again.");
        }
        foreach (var use in ColumnUse.Of(As).Where(use => !use.IsOfMany(As) && Of(use.Code).Count > 1))
        {
            errors.Add("columns", $"{Names(use.Code)} are all said to hold the {use.Label}; choose one.");
        }
        foreach (var code in Needed.Where(code => Of(code).Count == 0))
        {
            errors.Add("columns", $"Say which column holds the {ColumnUse.Of(As).Single(use => use.Code == code).Label}.");
        }
        errors.Unless(
            As != RowsOf.Responses || Of(ColumnUse.Text).Count > 0 || IsWithoutTexts, "columns",
            "Say which column holds the text, or tick that responses are taken without texts.");
        errors.Unless(
            As != RowsOf.Responses || Of(ColumnUse.Text).Count == 0 || !IsWithoutTexts, "columns",
            $"{Names(ColumnUse.Text)} is said to hold the text, and “Take responses without texts” is ticked: untick it, or choose that the column "
                + "is not used.");
        errors.Unless(!NeedsItem || this["item"] is not null, "item", "Name the item that the rows belong to, or the column that does.");
        errors.Unless(
            As != RowsOf.Scores || this["scorer"] is not null || Of(ColumnUse.Scorer).Count > 0, "scorer", "Name the scorer, or the column that does.");
        return errors;
    }

    /// <summary>Whether responses come without what tells whose they are, so that erasing a student would not find them.</summary>
    public bool IsWithoutStudents => As == RowsOf.Responses && Of(ColumnUse.StudentId).Count == 0;

    /// <summary>Whether responses come without a group, so that nothing can be compared.</summary>
    public bool IsWithoutGroups =>
        As == RowsOf.Responses && Of(ColumnUse.Group).Count == 0 && !Columns.Any(column => ColumnUse.IsOfGroups(column.Name));

    /// <summary>The rows as graded responses.</summary>
    internal ResponseQuery ToResponses() => Noted(new ResponseQuery
    {
        ResponseId = One(ColumnUse.ResponseId),
        Text = IsWithoutTexts ? null : One(ColumnUse.Text),
        NoText = IsWithoutTexts ? true : null,
        StudentId = One(ColumnUse.StudentId),
        Item = NeedsItem ? this["item"] : null,
        ItemId = IsOfItems ? null : One(ColumnUse.ItemId),
        Items = IsOfItems ? NameList.Join([.. Of(ColumnUse.HumanScore).Select(column => column.Name)]) : null,
        HumanScore = IsOfItems ? null : One(ColumnUse.HumanScore),
        HumanScore2 = IsOfItems ? null : One(ColumnUse.HumanScore2),
        // A column called group.gender is one of groups already, by its name.
        Groups = NameList.Join([.. Of(ColumnUse.Group).Select(column => column.Name).Where(name => !ColumnUse.IsOfGroups(name))]),
        Cohort = One(ColumnUse.Cohort),
        SubmittedAt = One(ColumnUse.SubmittedAt),
        CreateItems = Number("scaleMin") is not null && Number("scaleMax") is not null ? true : null,
        ScaleMin = Number("scaleMin"),
        ScaleMax = Number("scaleMax"),
        ScaleStep = Number("scaleStep"),
        OnError = OnError,
    });

    /// <summary>The rows as machine scores.</summary>
    internal ScoreQuery ToScores() => Noted(new ScoreQuery
    {
        ResponseId = One(ColumnUse.ResponseId),
        Score = One(ColumnUse.MachineScore),
        Item = NeedsItem ? this["item"] : null,
        ItemId = One(ColumnUse.ItemId),
        Scorer = Of(ColumnUse.Scorer).Count == 0 ? this["scorer"] : null,
        ScorerColumn = One(ColumnUse.Scorer),
        OnError = OnError,
    });

    /// <summary>The rows as scores that are evaluated at once.</summary>
    internal EvaluationQuery ToFigures() => Noted(new EvaluationQuery
    {
        Group = NameList.Join([.. Of(ColumnUse.Group).Select(column => column.Name)]),
        HumanScore = One(ColumnUse.HumanScore),
        HumanScore2 = One(ColumnUse.HumanScore2),
        MachineScore = One(ColumnUse.MachineScore),
        Scorer = One(ColumnUse.Scorer),
        ItemId = One(ColumnUse.ItemId),
        StudentId = One(ColumnUse.StudentId),
        ResponseId = One(ColumnUse.ResponseId),
        ScaleMin = Number("scaleMin"),
        ScaleMax = Number("scaleMax"),
        ScaleStep = Number("scaleStep"),
    });

    /// <summary>With how the file writes its rows, whatever they are.</summary>
    private T Noted<T>(T query)
        where T : RowQuery =>
        (T)((RowQuery)query with
        {
            Encoding = this["encoding"],
            Delimiter = this["delimiter"],
            Decimal = this["decimal"],
            Missing = this["missing"],
            NotMissing = this["notMissing"],
            Percent = this["percent"] is null ? null : true,
            Levels = this["levels"],
        });

    private string OnError => Skips ? "skip" : "reject";

    private IReadOnlyList<string> Needed => As switch
    {
        RowsOf.Responses => [ColumnUse.ResponseId, ColumnUse.HumanScore],
        RowsOf.Scores => [ColumnUse.ResponseId, ColumnUse.MachineScore],
        _ => [ColumnUse.Group, ColumnUse.HumanScore, ColumnUse.MachineScore],
    };

    private string? One(string use) => Of(use) is [var column, ..] ? column.Name : null;

    private string Names(string use) => string.Join(", ", Of(use).Select(column => $"'{column.Name}'"));

    private string? Sent(string field) => new PostedForm(Values, new Refusals())[field];

    private double? Number(string field, Refusals? errors = null) =>
        IsSent ? (double?)new PostedForm(Values, errors ?? new Refusals()).Number(field)
        : Proposed(field) is { } proposed ? double.Parse(proposed, CultureInfo.InvariantCulture) : null;

    /// <summary>The scale that the human scores span; no texts, where there are none.</summary>
    private string? Proposed(string field)
    {
        if (field == "noText")
        {
            return As == RowsOf.Responses && Columns.Count > 0 && Of(ColumnUse.Text).Count == 0 ? "true" : null;
        }
        List<FileColumn> scores = [.. Of(ColumnUse.HumanScore).Where(column => column.IsOfNumbers)];
        return scores.Count == 0 || As == RowsOf.Scores ? null : field switch
        {
            "scaleMin" => Text(scores.Min(column => column.Least)),
            "scaleMax" => Text(scores.Max(column => column.Most)),
            "scaleStep" => scores.Select(column => column.Step).Min() is { } step ? Text(step) : null,
            _ => null,
        };
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
