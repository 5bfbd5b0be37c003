namespace ScoringFairness.Service.Host.Rows;

/// <summary>The columns of rows that look alike, so that a reader finds each of them once and not in every row.</summary>
/// <param name="columns">The names in their order; none twice.</param>
internal sealed class RowShape(IReadOnlyList<string> columns)
{
    private readonly Dictionary<string, int> _places = columns.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);

    /// <summary>The names in their order.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>The place of a column, or −1.</summary>
    public int Find(string column) => _places.GetValueOrDefault(column, -1);
}
