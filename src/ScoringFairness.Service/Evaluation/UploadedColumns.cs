using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Evaluation;

/// <summary>Which columns of scored rows hold what: as the query names them, else by the names that the documentation uses.</summary>
/// <param name="query">The query.</param>
internal sealed class UploadedColumns(EvaluationQuery query)
{
    /// <summary>The human's score.</summary>
    public string Human { get; } = query.HumanScore ?? "humanScore";

    /// <summary>The machine's score.</summary>
    public string Machine { get; } = query.MachineScore ?? "machineScore";

    /// <summary>A second human's score; rows may have none.</summary>
    public string SecondHuman { get; } = query.HumanScore2 ?? "humanScore2";

    /// <summary>The item; without it all rows are of one.</summary>
    public string Item { get; } = query.ItemId ?? "itemId";

    /// <summary>The scorer; without it all rows are of one.</summary>
    public string Scorer { get; } = query.Scorer ?? "scorer";

    /// <summary>The student.</summary>
    public string Student { get; } = query.StudentId ?? "studentId";

    /// <summary>The response's id.</summary>
    public string Response { get; } = query.ResponseId ?? "responseId";

    /// <summary>The groups, which are crossed where there are several.</summary>
    public IReadOnlyList<string> Groups { get; } = NameList.Of(query.Group ?? "group");

    /// <summary>All of them, whether rows have them or not.</summary>
    public IEnumerable<string> All => [.. Groups, Human, Machine, SecondHuman, Item, Scorer, Student, Response];

    /// <summary>What keeps the columns of the first row from being read: one that is needed or named and is not there, or two uses of one.</summary>
    public IEnumerable<RowError> Problems(InputRow first)
    {
        if (Human == Machine)
        {
            return [new RowError(0, Human, "sameColumn", "humanScore and machineScore name the same column; name the column of each.")];
        }
        string?[] needed = [.. Groups, Human, Machine, query.HumanScore2, query.ItemId, query.StudentId, query.Scorer, query.ResponseId];
        return needed.OfType<string>().Except(first.Columns, StringComparer.Ordinal).Select(missing => new RowError(first.Number, missing, "missing",
            $"There is no column or property '{missing}'; send it, or name the one that holds it in the query, as in group=gender."));
    }
}
