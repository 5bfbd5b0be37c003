using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Uploads;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>Ids of an upload that a spreadsheet wrote as numbers in scientific notation.</summary>
/// <remarks>
/// Published files have a few of them, and one that stands in a single row still tells it from the others: it is taken, with a warning. In
/// several rows it may be several ids of which the same digits are left, so there it is refused.
/// </remarks>
internal sealed class SpoiltIds
{
    private readonly HashSet<(string Of, string Id)> _met = [];
    private readonly SortedDictionary<string, HashSet<string>> _taken = new(StringComparer.Ordinal);

    /// <summary>What is to be known of those that were taken.</summary>
    public IReadOnlyList<UploadWarning> Warnings =>
    [
        .. _taken.Select(column => new UploadWarning("scientificIds", column.Key,
            $"{column.Key} holds {column.Value.Count} ids in scientific notation (such as 1.23457E+11), as a spreadsheet writes long numbers: digits are lost. "
            + $"Each stands in one row and is taken as it is written. {Remedy}, if they are to be found by their ids.")),
    ];

    private const string Remedy = "Export it again with that column as text, or as a number without decimals";

    /// <summary>Why an id of a row cannot be taken, or null.</summary>
    /// <param name="of">What it is the id of: the same column may name response and student.</param>
    /// <param name="column">The column that holds it.</param>
    /// <param name="id">The id.</param>
    public string? Problem(string of, string column, string? id)
    {
        if (id is null || !Identifier.IsScientific(id))
        {
            return null;
        }
        if (!_met.Add((of, id)))
        {
            return "is a number in scientific notation (such as 1.23457E+11), as a spreadsheet writes long ids, and stands in another row too: digits are "
                + $"lost, and the rows may be of different ones. {Remedy}";
        }
        if (!_taken.TryGetValue(column, out var taken))
        {
            _taken[column] = taken = new(StringComparer.Ordinal);
        }
        taken.Add(id);
        return null;
    }
}
