using System.Globalization;
using System.Text.Json;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Responses;

/// <summary>Where the values of a graded response stand in rows of one shape; a place is −1 where there is no such column.</summary>
internal sealed class ResponseColumns
{
    private const string GroupPrefix = "group.";
    private const string GroupsPrefix = "groups.";
    private const string Rating = "humanScore";
    private const string AllRatings = "humanScores";

    private ResponseColumns(RowShape shape, ResponseQuery query)
    {
        (ResponseIdName, TextName, HumanScoreName) = (query.ResponseId ?? "responseId", query.Text ?? "text", query.HumanScore ?? Rating);
        ResponseId = shape.Find(ResponseIdName);
        StudentId = shape.Find(query.StudentId ?? "studentId");
        ItemId = query.Item is null && query.Items is null ? shape.Find(query.ItemId ?? "itemId") : -1;
        Text = query.NoText == true ? -1 : shape.Find(TextName);
        Cohort = shape.Find(query.Cohort ?? "cohort");
        SubmittedAt = shape.Find("submittedAt");
        Items = [.. List(query.Items).Select(entry => Item(shape, entry))];
        HumanScore = query.Items is null ? shape.Find(HumanScoreName) : -1;
        FurtherScores = query.Items is null ? [.. Numbered(shape, Rating, query.HumanScore2).Where(place => place != HumanScore)] : [];
        AllScores = query.Items is null ? [.. Numbered(shape, AllRatings, null)] : [];
        Groups =
        [
            .. List(query.Groups).Select(name => new GroupColumn(name, shape.Find(name), JsonEncodedText.Encode(name))),
            .. shape.Columns.Where(IsGroup).Select(name => new GroupColumn(Attribute(name), shape.Find(name), JsonEncodedText.Encode(Attribute(name)))),
        ];
        RefuseUnfit();
        Missing = [.. Required(query).Where(name => shape.Find(name) < 0)];
        int[] used =
        [
            ResponseId, StudentId, ItemId, Text, Cohort, SubmittedAt, HumanScore, .. FurtherScores, .. AllScores,
            .. Items.Select(item => item.Place), .. Groups.Select(group => group.Place),
        ];
        shape.RefuseTwice(used);
        Ignored = [.. shape.Columns.Where((_, place) => !used.Contains(place))];
    }

    public string ResponseIdName { get; }

    public string TextName { get; }

    public string HumanScoreName { get; }

    public int ResponseId { get; }

    public int StudentId { get; }

    public int ItemId { get; }

    public int Text { get; }

    public int Cohort { get; }

    public int SubmittedAt { get; }

    public int HumanScore { get; }

    /// <summary>Ratings beyond the first, in their order.</summary>
    public IReadOnlyList<int> FurtherScores { get; }

    /// <summary>All ratings, where they come as one list.</summary>
    public IReadOnlyList<int> AllScores { get; }

    /// <summary>One item for each of several columns of human scores; empty where each row is one response.</summary>
    public IReadOnlyList<ItemColumn> Items { get; }

    public IReadOnlyList<GroupColumn> Groups { get; }

    /// <summary>Columns that every row needs and this shape lacks.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Columns that nothing is done with.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>Finds the columns of a shape.</summary>
    public static ResponseColumns Of(RowShape shape, ResponseQuery query) => new(shape, query);

    /// <exception cref="BrokenInputException">An item or attribute cannot have the name it is given.</exception>
    private void RefuseUnfit()
    {
        foreach (var (field, name) in Items.Select(item => ("items", item.ItemId)).Concat(Groups.Select(group => ("groups", group.Attribute))))
        {
            if (Identifier.Problem(name) is { } problem)
            {
                throw new BrokenInputException(new RowError(0, field, "id", $"A name in {field} {problem}."));
            }
        }
        if (Items.GroupBy(item => item.ItemId, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new BrokenInputException(new RowError(0, "items", "duplicate", $"items names item '{twice.Key}' twice; remove one."));
        }
        if (Groups.GroupBy(group => group.Attribute, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } two)
        {
            throw new BrokenInputException(new RowError(0, "groups", "duplicate", $"Two columns hold '{two.Key}'; rename or remove one."));
        }
    }

    private IEnumerable<string> Required(ResponseQuery query) =>
    [
        ResponseIdName, .. query.NoText == true ? [] : new[] { TextName },
        .. query.Item is null && query.Items is null ? new[] { query.ItemId ?? "itemId" } : [],
        .. query.HumanScore is null ? [] : new[] { query.HumanScore }, .. query.HumanScore2 is null ? [] : new[] { query.HumanScore2 },
        .. Items.Select(item => item.Column), .. List(query.Groups),
    ];

    /// <summary>The places of <c>name2</c>, <c>name3</c>, … (of <c>name1</c> too where no column is the second), in the order of their numbers.</summary>
    private static IEnumerable<int> Numbered(RowShape shape, string name, string? second) =>
        shape.Columns.Select((column, place) => (Number: column == second ? 2 : NumberOf(column, name), Place: place))
            .Where(column => column.Number >= (name == Rating ? 2 : 1) && (second is null || column.Number != 2 || shape.Columns[column.Place] == second))
            .OrderBy(column => column.Number).Select(column => column.Place);

    private static int NumberOf(string column, string name) =>
        column.StartsWith(name, StringComparison.Ordinal)
        && int.TryParse(column.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A column, or <c>id:column</c> where there is no column of that whole name.</summary>
    private static ItemColumn Item(RowShape shape, string entry)
    {
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        var (itemId, column) = colon > 0 && shape.Find(entry) < 0 ? (entry[..colon].Trim(), entry[(colon + 1)..].Trim()) : (entry, entry);
        return new ItemColumn(itemId, column, shape.Find(column));
    }

    private static string[] List(string? names) => names?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsGroup(string column) =>
        column.StartsWith(GroupPrefix, StringComparison.Ordinal) || column.StartsWith(GroupsPrefix, StringComparison.Ordinal);

    private static string Attribute(string column) => column[(column.IndexOf('.', StringComparison.Ordinal) + 1)..];
}

/// <summary>A column of human scores that is an item of its own.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Column">The column.</param>
/// <param name="Place">Its place, or −1.</param>
internal sealed record ItemColumn(string ItemId, string Column, int Place);

/// <summary>A column that holds the groups of an attribute.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Place">Its place, or −1.</param>
/// <param name="Json">The attribute's name in JSON.</param>
internal sealed record GroupColumn(string Attribute, int Place, JsonEncodedText Json);
