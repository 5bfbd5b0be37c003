namespace ScoringFairness.Service.Host.Rows;

/// <summary>The columns of rows that look alike, so that a reader finds each of them once and not in every row.</summary>
/// <param name="columns">The names in their order.</param>
internal sealed class RowShape(IReadOnlyList<string> columns)
{
    private readonly Dictionary<string, int> _places = columns.Index().DistinctBy(one => one.Item, StringComparer.Ordinal)
        .ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);

    /// <summary>The names in their order.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>The place of a column, or −1; of a name that stands twice, the first.</summary>
    public int Find(string column) => _places.GetValueOrDefault(column, -1);

    /// <summary>Refuses a column that is used and stands twice; one that nothing is done with may.</summary>
    /// <param name="used">The places that are used; negative ones are none.</param>
    /// <exception cref="BrokenInputException">A used name stands twice.</exception>
    public void RefuseTwice(IEnumerable<int> used)
    {
        if (_places.Count < columns.Count
            && used.Where(place => place >= 0).Select(place => columns[place]).FirstOrDefault(name => columns.Count(one => one == name) > 1) is { } twice)
        {
            throw new BrokenInputException(new RowError(0, twice, "columns", $"The header names column '{twice}' twice; rename or remove one."));
        }
    }
}
