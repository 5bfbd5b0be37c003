using System.Globalization;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Responses;

/// <summary>What the responses of one row have in common.</summary>
internal readonly record struct CommonPart(
    string ResponseId, string? StudentId, string? Text, string? Cohort, DateTimeOffset? SubmittedAt);

/// <summary>Makes graded responses of rows of one shape, and says what keeps a row from being one.</summary>
internal sealed class ResponseReader(ResponseColumns columns, ResponseQuery query, MissingWords missing)
{
    private const int MaximumTextLength = 1_000_000;
    private readonly List<double> _ratings = [];

    public ResponseColumns Columns => columns;

    /// <summary>The ratings of the response read last, the one that counts first.</summary>
    public IReadOnlyList<double> Ratings => _ratings;

    /// <summary>Reads what all responses of a row have in common.</summary>
    public (CommonPart Part, RowError? Error) Common(InputRow row)
    {
        var responseId = ComposedText.Of(row[columns.ResponseId]);
        if (Identifier.Problem(responseId) is { } problem)
        {
            return Error(row, columns.ResponseIdName, "id", $"{columns.ResponseIdName} {problem}.");
        }
        var studentId = row[columns.StudentId] is { } named && !missing.Is(row.Columns[columns.StudentId], named)
            ? ComposedText.Of(named)
            : null;
        if (studentId is not null && Identifier.Problem(studentId) is { } studentProblem)
        {
            return Error(row, row.Columns[columns.StudentId], "id", $"{row.Columns[columns.StudentId]} {studentProblem}.");
        }
        var text = row[columns.Text];
        if (query.NoText != true && string.IsNullOrWhiteSpace(text))
        {
            return Error(row, columns.TextName, "empty",
                $"{columns.TextName} is empty; leave the row out, or send what the student wrote (noText=true takes responses without).");
        }
        if (text?.Length > MaximumTextLength)
        {
            return Error(row, columns.TextName, "tooLong",
                $"{columns.TextName} has {text.Length} characters; {MaximumTextLength} are taken at most. Shorten it, or leave the row out.");
        }
        if (text is not null && (text.Contains('\0') || text is [TextCipher.Mark, ..]))
        {
            return Error(row, columns.TextName, "text",
                $"{columns.TextName} holds the character NUL or begins with U+0001; clean it.");
        }
        var cohort = ComposedText.Of(row[columns.Cohort]?.Trim());
        if (cohort is { Length: > 0 } && Identifier.Problem(cohort) is { } cohortProblem)
        {
            return Error(row, row.Columns[columns.Cohort], "cohort", $"{row.Columns[columns.Cohort]} {cohortProblem}.");
        }
        return SubmittedAt(row, out var submittedAt) is { } timeError
            ? (default, timeError)
            : (new CommonPart(responseId!, studentId, text, cohort is { Length: > 0 } ? cohort : null, submittedAt), null);
    }

    /// <summary>How many responses a row may give: one, or one for each item column that holds a score.</summary>
    public int Gradings(InputRow row) => columns.Items.Count == 0 ? 1 : columns.Items.Count(item => IsGraded(row, item));

    /// <summary>The error of a row that holds a score in no item column.</summary>
    public RowError Ungraded(InputRow row) => new(row.Number, columns.Items[0].Column, "missing",
        "The row holds no score in any of the columns of items; only graded responses are taken.");

    /// <summary>Reads one response of a row: its item, and its ratings into <see cref="Ratings"/>.</summary>
    public (string? ItemId, RowError? Error) Grading(InputRow row, int number)
    {
        _ratings.Clear();
        if (columns.Items.Count > 0)
        {
            var item = columns.Items.Where(item => IsGraded(row, item)).ElementAt(number);
            return (item.ItemId, Number(row, item.Place));
        }
        var itemId = query.Item ?? ComposedText.Of(row[columns.ItemId]);
        if (query.Item is null && Identifier.Problem(itemId) is { } problem)
        {
            var name = query.ItemId ?? "itemId";
            return (null, new RowError(row.Number, name, "id", $"{name} {problem}; send it, or item= in the query for all rows."));
        }
        return (itemId, ReadRatings(row));
    }

    private static bool IsGraded(InputRow row, ItemColumn item) => !string.IsNullOrWhiteSpace(row[item.Place]);

    /// <summary>Reads <c>humanScore</c>, <c>humanScore2</c>, …; or the list <c>humanScores</c>, which holds humanScore once.</summary>
    private RowError? ReadRatings(InputRow row)
    {
        var hasScore = row[columns.HumanScore] is not null;
        if (hasScore && Number(row, columns.HumanScore) is { } error)
        {
            return error;
        }
        foreach (var place in columns.FurtherScores)
        {
            if (row[place] is not null && Number(row, place) is { } further)
            {
                return further;
            }
        }
        var first = _ratings.Count;
        foreach (var place in columns.AllScores)
        {
            if (row[place] is not null && Number(row, place) is { } listed)
            {
                return listed;
            }
        }
        if (!hasScore && (_ratings.Count == first || query.HumanScore is not null))
        {
            return new RowError(row.Number, columns.HumanScoreName, "missing", $"{columns.HumanScoreName} is missing; only graded responses are taken.");
        }
        if (hasScore && _ratings.IndexOf(_ratings[0], first) is >= 0 and var same)
        {
            _ratings.RemoveAt(same);
        }
        return null;
    }

    private RowError? Number(InputRow row, int place)
    {
        if (!ScoreText.TryRead(row[place]!, query.DecimalComma, out var number))
        {
            return ScoreText.Error(row.Number, row.Columns[place], query.DecimalComma);
        }
        _ratings.Add(number);
        return null;
    }

    private RowError? SubmittedAt(InputRow row, out DateTimeOffset? submittedAt)
    {
        submittedAt = null;
        if (row[columns.SubmittedAt] is not { } value)
        {
            return null;
        }
        if (!DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return new RowError(row.Number, "submittedAt", "time", "submittedAt is not a time; write it like 2026-03-01T09:30:00Z.");
        }
        submittedAt = time.ToUniversalTime();
        return null;
    }

    private static (CommonPart, RowError) Error(InputRow row, string field, string code, string message) =>
        (default, new RowError(row.Number, field, code, message));
}
