using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Responses.Privacy;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Responses;

/// <summary>What the responses of one row have in common.</summary>
internal readonly record struct CommonPart(
    string ResponseId, string? StudentId, string? Text, string? Cohort, DateTimeOffset? SubmittedAt)
{
    /// <summary>What orders the attempts of a student; null: the order of the rows.</summary>
    public double? Attempt { get; init; }

    /// <summary>Who rated; null where each row is a response.</summary>
    public string? Rater { get; init; }
}

/// <summary>Makes graded responses of rows of one shape, and says what keeps a row from being one.</summary>
internal sealed class ResponseReader(ResponseColumns columns, ResponseQuery query, MissingWords missing, SpoiltIds spoilt)
{
    private readonly ScoreNotation _scores = new(query);
    private readonly TimeNotation _times = query.Times();
    private const int MaximumTextLength = 1_000_000;
    private readonly List<double> _ratings = [];

    public ResponseColumns Columns => columns;

    /// <summary>The ratings of the response read last, the one that counts first.</summary>
    public IReadOnlyList<double> Ratings => _ratings;

    /// <summary>Reads what all responses of a row have in common.</summary>
    public (CommonPart Part, RowError? Error) Common(InputRow row)
    {
        var responseId = ComposedText.Of(row[columns.ResponseId]);
        if ((Identifier.ProblemInPath(responseId) ?? spoilt.Problem("responseId", columns.ResponseIdName, responseId)) is { } problem)
        {
            return Error(row, columns.ResponseIdName, "id", $"{columns.ResponseIdName} {problem}.");
        }
        var studentId = row[columns.StudentId] is { } named && !missing.Is(row.Columns[columns.StudentId], named)
            ? ComposedText.Of(named)
            : null;
        if (studentId is not null && row.Columns[columns.StudentId] is var studentName
            && (Identifier.ProblemInPath(studentId) ?? spoilt.Problem("studentId", studentName, studentId)) is { } studentProblem)
        {
            return Error(row, studentName, "id", $"{studentName} {studentProblem}.");
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
        if (SubmittedAt(row, out var submittedAt) is { } timeError)
        {
            return (default, timeError);
        }
        if (Attempt(row, submittedAt, out var attempt) is { } attemptError)
        {
            return (default, attemptError);
        }
        var common = new CommonPart(responseId!, studentId, text, cohort is { Length: > 0 } ? cohort : null, submittedAt);
        return (common with { Attempt = attempt, Rater = row[columns.Rater] }, null);
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
        if (query.Item is null && Identifier.ProblemInPath(itemId) is { } problem)
        {
            var name = query.ItemId ?? "itemId";
            return (null, new RowError(row.Number, name, "id", $"{name} {problem}; send it, or item= in the query for all rows."));
        }
        return (itemId, ReadRatings(row));
    }

    private bool IsGraded(InputRow row, ItemColumn item) => _scores.Value(row, item.Place) is not null;

    /// <summary>Reads <c>humanScore</c>, <c>humanScore2</c>, …; or the list <c>humanScores</c>, which holds humanScore once.</summary>
    private RowError? ReadRatings(InputRow row)
    {
        var hasScore = _scores.Value(row, columns.HumanScore) is not null;
        if (hasScore && Number(row, columns.HumanScore) is { } error)
        {
            return error;
        }
        foreach (var place in columns.FurtherScores)
        {
            if (_scores.Value(row, place) is not null && Number(row, place) is { } further)
            {
                return further;
            }
        }
        var first = _ratings.Count;
        foreach (var place in columns.AllScores)
        {
            if (_scores.Value(row, place) is not null && Number(row, place) is { } listed)
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
        if (!_scores.TryRead(row[place]!, out var number))
        {
            return _scores.Error(row.Number, row.Columns[place]);
        }
        _ratings.Add(number);
        return null;
    }

    private RowError? SubmittedAt(InputRow row, out DateTimeOffset? submittedAt)
    {
        submittedAt = null;
        if (row[columns.SubmittedAt] is not { } value || missing.Is(row.Columns[columns.SubmittedAt], value))
        {
            return null;
        }
        if (_times.Read(value, out var time) is { } problem)
        {
            var field = row.Columns[columns.SubmittedAt];
            return new RowError(row.Number, field, "time", $"{field} {problem}");
        }
        submittedAt = time;
        return null;
    }

    private RowError? Attempt(InputRow row, DateTimeOffset? submittedAt, out double? attempt)
    {
        attempt = submittedAt?.ToUnixTimeMilliseconds();
        if (row[columns.Attempt] is not { } value)
        {
            return null;
        }
        if (ScoreText.TryRead(value, decimalComma: false, out var number))
        {
            attempt = number;
            return null;
        }
        var problem = _times.Read(value, out var time);
        attempt = time.ToUnixTimeMilliseconds();
        var field = row.Columns[columns.Attempt];
        return problem is null ? null : new RowError(row.Number, field, "time", $"{field} is no number of an attempt, and as a time: {problem}");
    }

    /// <summary>Brings the ratings of the response read last onto the scale of its item.</summary>
    public RowError? OnScale(int row, ScoreScale scale)
    {
        for (var at = 0; at < _ratings.Count; at++)
        {
            var rating = _ratings[at];
            if (_scores.OnScale(ref rating, row, columns.HumanScoreName, scale, toLevel: true) is { } problem)
            {
                return problem;
            }
            _ratings[at] = rating;
        }
        return null;
    }

    private static (CommonPart, RowError) Error(InputRow row, string field, string code, string message) =>
        (default, new RowError(row.Number, field, code, message));
}
