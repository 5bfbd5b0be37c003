using System.Globalization;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Responses;

/// <summary>Makes graded responses of the rows of an upload, and says what keeps a row from being one.</summary>
internal sealed class ResponseReader(IngestQuery query)
{
    private const int MaximumTextLength = 1_000_000;
    private const int MaximumRatings = 20;
    private const string GroupPrefix = "group.";
    private const string GroupsPrefix = "groups.";

    private readonly string[] _groupColumns =
        query.Groups?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private string ResponseIdColumn => query.ResponseId ?? "responseId";

    private string StudentIdColumn => query.StudentId ?? "studentId";

    private string ItemIdColumn => query.ItemId ?? "itemId";

    private string TextColumn => query.Text ?? "text";

    private string HumanScoreColumn => query.HumanScore ?? "humanScore";

    private string CohortColumn => query.Cohort ?? "cohort";

    /// <summary>Whether a column is put to use.</summary>
    public bool Uses(string column) =>
        column == ResponseIdColumn || column == StudentIdColumn || column == TextColumn || column == HumanScoreColumn
        || column == CohortColumn || column == "submittedAt" || (query.Item is null && column == ItemIdColumn)
        || _groupColumns.Contains(column) || IsGroup(column) || RatingColumns().Contains(column)
        || (column.StartsWith("humanScores", StringComparison.Ordinal) && int.TryParse(column.AsSpan(11), out _));

    /// <summary>Columns that every row must have; what the first row lacks is one error, not one for each row.</summary>
    public IEnumerable<string> MissingColumns(InputRow first)
    {
        var columns = first.Columns.ToHashSet(StringComparer.Ordinal);
        string[] required =
        [
            ResponseIdColumn, TextColumn, .. query.Item is null ? [ItemIdColumn] : Array.Empty<string>(),
            .. query.HumanScore is not null ? [query.HumanScore] : Array.Empty<string>(), .. _groupColumns,
        ];
        return required.Where(column => !columns.Contains(column));
    }

    /// <summary>Reads one row.</summary>
    /// <returns>The response (its score not yet held against the scale), or the error.</returns>
    public (GradedResponse? Response, RowError? Error) Read(InputRow row)
    {
        var responseId = row[ResponseIdColumn];
        var itemId = query.Item ?? row[ItemIdColumn];
        var text = row[TextColumn];
        if (Identifier.Problem(responseId) is { } responseProblem)
        {
            return Error(row, ResponseIdColumn, "id", $"{ResponseIdColumn} {responseProblem}.");
        }
        if (Identifier.Problem(itemId) is { } itemProblem)
        {
            return Error(row, ItemIdColumn, "id", $"{ItemIdColumn} {itemProblem}; send it, or item= in the query for all rows.");
        }
        var studentId = row[StudentIdColumn];
        if (studentId is not null && Identifier.Problem(studentId) is { } studentProblem)
        {
            return Error(row, StudentIdColumn, "id", $"{StudentIdColumn} {studentProblem}.");
        }
        if (string.IsNullOrWhiteSpace(text))
        {
            return Error(row, TextColumn, "empty", $"{TextColumn} is empty; leave the row out, or send what the student wrote.");
        }
        if (text.Length > MaximumTextLength || text.Contains('\0'))
        {
            return Error(row, TextColumn, "text", $"{TextColumn} is longer than {MaximumTextLength} characters or holds the "
                + "character NUL; shorten or clean it.");
        }
        if (Ratings(row, out var ratings) is { } ratingError)
        {
            return (null, ratingError);
        }
        if (SubmittedAt(row, out var submittedAt) is { } timeError)
        {
            return (null, timeError);
        }
        var groups = Groups(row);
        if (groups.Any(group => group.Value.Length > Identifier.MaximumLength || group.Value.Contains('\0')))
        {
            return Error(row, "groups", "group", $"A group label is longer than {Identifier.MaximumLength} characters or holds NUL.");
        }
        return (new GradedResponse
        {
            ResponseId = responseId!,
            ItemId = itemId!,
            StudentId = studentId,
            Text = text,
            HumanScore = ratings[0],
            FurtherScores = ratings[1..],
            Groups = groups,
            Cohort = row[CohortColumn] is { } cohort && !string.IsNullOrWhiteSpace(cohort) ? cohort.Trim() : null,
            SubmittedAt = submittedAt,
        }, null);
    }

    /// <summary>All ratings, the one that counts first. <c>humanScores</c> are all ratings; <c>humanScore</c> is one of them.</summary>
    private RowError? Ratings(InputRow row, out double[] ratings)
    {
        ratings = [];
        var found = new List<double>();
        foreach (var column in RatingColumns().Prepend(HumanScoreColumn))
        {
            if (row[column] is { } value && Number(row, column, value, found) is { } error)
            {
                return error;
            }
        }
        var all = new List<double>();
        for (var place = 1; row[$"humanScores{place.ToString(CultureInfo.InvariantCulture)}"] is { } value; place++)
        {
            if (Number(row, "humanScores", value, all) is { } error)
            {
                return error;
            }
        }
        if (row[HumanScoreColumn] is null && (all.Count == 0 || query.HumanScore is not null))
        {
            return new RowError(row.Number, HumanScoreColumn, "missing", $"{HumanScoreColumn} is missing; only graded responses are taken.");
        }
        if (row[HumanScoreColumn] is not null)
        {
            all.Remove(found[0]);
        }
        ratings = [.. found, .. all];
        return ratings.Length <= MaximumRatings
            ? null
            : new RowError(row.Number, "humanScores", "tooMany", $"There are {ratings.Length} ratings; at most {MaximumRatings} are taken.");
    }

    private IEnumerable<string> RatingColumns() =>
        Enumerable.Range(2, MaximumRatings - 1).Select(place =>
            place == 2 && query.HumanScore2 is { } named ? named : "humanScore" + place.ToString(CultureInfo.InvariantCulture));

    private static RowError? Number(InputRow row, string column, string value, List<double> into)
    {
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            into.Add(number);
            return null;
        }
        return new RowError(row.Number, column, "notANumber", $"{column} is not a finite number; write it like 2 or 2.5.");
    }

    private static RowError? SubmittedAt(InputRow row, out DateTimeOffset? submittedAt)
    {
        submittedAt = null;
        if (row["submittedAt"] is not { } value)
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

    private Dictionary<string, string> Groups(InputRow row)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in _groupColumns.Concat(row.Columns.Where(IsGroup)))
        {
            if (row[column]?.Trim() is { Length: > 0 } label)
            {
                groups[_groupColumns.Contains(column) ? column : column[(column.IndexOf('.', StringComparison.Ordinal) + 1)..]] = label;
            }
        }
        return groups;
    }

    private static bool IsGroup(string column) =>
        column.StartsWith(GroupPrefix, StringComparison.Ordinal) || column.StartsWith(GroupsPrefix, StringComparison.Ordinal);

    private static (GradedResponse?, RowError) Error(InputRow row, string field, string code, string message) =>
        (null, new RowError(row.Number, field, code, message));
}
