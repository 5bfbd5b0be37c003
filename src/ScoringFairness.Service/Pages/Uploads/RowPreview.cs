using System.Globalization;
using System.Text;
using System.Text.Json;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>The first rows of a file as they are read.</summary>
/// <param name="Headers">What the columns hold.</param>
/// <param name="Rows">The rows; of one that cannot be read the first field says why.</param>
public sealed record RowPreview(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const int Most = 6;
    private const int TextShown = 70;

    /// <summary>Graded responses.</summary>
    internal static async Task<RowPreview> OfAsync(IAsyncEnumerable<InputRow> rows, ResponseQuery query)
    {
        var shown = new List<IReadOnlyList<string>>();
        var (missing, groups, spoilt) = (new MissingWords(query.Missing, query.NotMissing), new RowGroups(), new SpoiltIds());
        await foreach (var row in rows)
        {
            if (shown.Count >= Most)
            {
                break;
            }
            var columns = ResponseColumns.Of(row.Shape, query);
            if (row.Problem is { } unreadable)
            {
                shown.Add([unreadable.Message]);
                continue;
            }
            if (columns.Missing.Count > 0)
            {
                break;
            }
            var reader = new ResponseReader(columns, query, missing, spoilt);
            var (common, error) = reader.Common(row);
            if ((error ?? groups.Read(row, columns.Groups, missing)) is { } wrong)
            {
                shown.Add([wrong.Message]);
                continue;
            }
            var own = Groups(groups.Json);
            for (var at = 0; at < reader.Gradings(row) && shown.Count < Most; at++)
            {
                var (itemId, problem) = reader.Grading(row, at);
                shown.Add(problem is null
                    ? [common.ResponseId, common.StudentId ?? "", itemId!, Scores(reader.Ratings), own, Shortened(common.Text)]
                    : [problem.Message]);
            }
        }
        return new RowPreview(["Response", "Student", "Item", "Human score", "Groups", "Text"], shown);
    }

    /// <summary>Machine scores.</summary>
    internal static async Task<RowPreview> OfAsync(IAsyncEnumerable<InputRow> rows, ScoreQuery query)
    {
        var shown = new List<IReadOnlyList<string>>();
        await foreach (var row in rows)
        {
            if (shown.Count >= Most || new ScoreReader(row.Shape, query) is not { Missing.Count: 0 } reader)
            {
                break;
            }
            var (score, error) = row.Problem is { } unreadable ? (default, unreadable) : reader.Read(row);
            shown.Add(error is null ? [score.ResponseId, score.ItemId, score.Scorer, Scores([score.Score])] : [error.Message]);
        }
        return new RowPreview(["Response", "Item", "Scorer", "Machine score"], shown);
    }

    /// <summary>The columns of a form that are used, as they stand in the file.</summary>
    internal static async Task<RowPreview> OfAsync(IAsyncEnumerable<InputRow> rows, UploadForm form)
    {
        var used = ColumnUse.Of(form.As).SelectMany(use => form.Of(use.Code).Select(column => (use.Label, column.Name))).ToList();
        var shown = new List<IReadOnlyList<string>>();
        await foreach (var row in rows)
        {
            if (shown.Count >= Most)
            {
                break;
            }
            shown.Add(row.Problem is { } unreadable ? [unreadable.Message] : [.. used.Select(column => Shortened(row[column.Name]))]);
        }
        return new RowPreview([.. used.Select(column => $"{column.Label}: {column.Name}")], shown);
    }

    private static string Scores(IEnumerable<double> scores) => string.Join(", ", scores.Select(score => score.ToString(CultureInfo.InvariantCulture)));

    private static string Groups(ReadOnlySpan<byte> json) => string.Join(
        ", ", JsonSerializer.Deserialize<Dictionary<string, string>>(Encoding.UTF8.GetString(json))!.Select(group => $"{group.Key}: {group.Value}"));

    private static string Shortened(string? text) => text is null ? "" : text.Length <= TextShown ? text : $"{text[..TextShown]}…";
}
