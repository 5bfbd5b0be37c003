namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>What a column of a file may hold.</summary>
/// <param name="Code">The word in the form, as the interface's queries call it.</param>
/// <param name="Label">The same for people.</param>
/// <param name="Names">What such columns are often called, in small letters and without spaces and signs.</param>
public sealed record ColumnUse(string Code, string Label, params IReadOnlyList<string> Names)
{
    public const string ResponseId = "responseId";
    public const string Text = "text";
    public const string HumanScore = "humanScore";
    public const string HumanScore2 = "humanScore2";
    public const string MachineScore = "machineScore";
    public const string Scorer = "scorer";
    public const string StudentId = "studentId";

    /// <summary>One column that holds the response id and the student id, as where each student wrote one response.</summary>
    public const string BothIds = "responseAndStudentId";

    public const string ItemId = "itemId";
    public const string Group = "group";
    public const string Cohort = "cohort";
    public const string SubmittedAt = "submittedAt";

    private static readonly ColumnUse[] All =
    [
        new(ResponseId, "response id", "responseid", "response", "id", "textid", "textidkaggle", "essayid", "answerid", "attemptid", "submissionid"),
        new(Text, "text", "text", "fulltext", "essay", "essaytext", "answer", "answertext", "responsetext", "studentresponse", "content"),
        new(HumanScore, "human score", "humanscore", "human", "rater1", "rater1score", "score1", "overall", "holisticscore", "domain1score", "essayscore",
            "teacherscore", "mark", "points", "sc1", "h1"),
        new(HumanScore2, "second human score", "humanscore2", "human2", "rater2", "rater2score", "score2", "sc2", "h2"),
        new(MachineScore, "machine score", "machinescore", "machine", "score", "aiscore", "prediction", "predicted", "modelscore", "gptscore", "enginescore",
            "raw"),
        new(Scorer, "scorer", "scorer", "model", "enginename"),
        new(StudentId, "student id", "studentid", "student", "userid", "learnerid", "candidateid", "pupilid"),
        new(BothIds, "response and student id"),
        new(ItemId, "item", "itemid", "item", "questionid", "question", "taskid", "essayset", "promptid"),
        new(Group, "group", "group", "gender", "sex", "race", "raceethnicity", "ethnicity", "ses", "ell", "ellstatus", "economicallydisadvantaged",
            "studentdisabilitystatus", "disability", "disabilitystatus", "firstlanguage", "nativelanguage", "nationality"),
        new(Cohort, "cohort", "cohort"),
        new(SubmittedAt, "time of submission", "submittedat"),
    ];

    private static readonly Dictionary<RowsOf, string[]> Taken = new()
    {
        [RowsOf.Responses] = [ResponseId, Text, HumanScore, HumanScore2, StudentId, BothIds, ItemId, Group, Cohort, SubmittedAt],
        [RowsOf.Scores] = [ResponseId, MachineScore, Scorer, ItemId],
        [RowsOf.Figures] = [Group, HumanScore, MachineScore, HumanScore2, Scorer, ItemId, StudentId, ResponseId, BothIds],
    };

    /// <summary>Whether a column that is said to hold one thing holds another with it.</summary>
    public static bool Holds(string said, string use) => said == use || (said == BothIds && use is (ResponseId or StudentId));

    /// <summary>What columns of such rows may hold.</summary>
    public static IReadOnlyList<ColumnUse> Of(RowsOf rows) => [.. Taken[rows].Select(code => All.Single(use => use.Code == code).In(rows))];

    /// <summary>Whether a column holds groups by its name alone, whatever is said of it: group.gender.</summary>
    public static bool IsOfGroups(string column) =>
        column.StartsWith("group.", StringComparison.Ordinal) || column.StartsWith("groups.", StringComparison.Ordinal);

    /// <summary>The attribute of a column of groups.</summary>
    public static string Attribute(string column) => IsOfGroups(column) ? column[(column.IndexOf('.', StringComparison.Ordinal) + 1)..] : column;

    /// <summary>In a file of graded responses there are no machine scores: what is just called a score is the human's.</summary>
    private ColumnUse In(RowsOf rows) => rows == RowsOf.Responses && Code == HumanScore ? this with { Names = [.. Names, "score"] } : this;

    /// <summary>Whether several columns may hold it: each group is an attribute, and each human score an item of its own.</summary>
    public bool IsOfMany(RowsOf rows) => Code == Group || (Code == HumanScore && rows == RowsOf.Responses);
}
