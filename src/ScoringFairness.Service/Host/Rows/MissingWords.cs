namespace ScoringFairness.Service.Host.Rows;

/// <summary>
/// The words that stand for a missing value in a column of groups or students: what R, pandas and Excel write for one, and those
/// that a request names.
/// </summary>
/// <param name="also">Further words, separated by commas.</param>
/// <param name="not">Words that are values here, separated by commas.</param>
internal sealed class MissingWords(string? also, params IEnumerable<string?> not)
{
    private static readonly string[] Customary = ["NA", "<NA>", "N/A", "#N/A", "nan", "NaN", "null", "NULL", "None"];

    private readonly HashSet<string> _words = Customary.Concat(List(also)).Except(not.SelectMany(List)).ToHashSet(StringComparer.Ordinal);
    private readonly SortedSet<(string Column, string Word)> _met = [];

    /// <summary>The words.</summary>
    public IReadOnlyList<string> All => [.. _words.Order(StringComparer.Ordinal)];

    /// <summary>The words met so far, by column.</summary>
    public IEnumerable<(string Column, IReadOnlyList<string> Words)> Met => _met.GroupBy(one => one.Column)
        .Select(column => (column.Key, (IReadOnlyList<string>)[.. column.Select(one => one.Word)]));

    /// <summary>Whether a value of a column is missing: none, blank, or one of the words.</summary>
    public bool Is(string column, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return true;
        }
        var word = value.Trim();
        if (!_words.Contains(word))
        {
            return false;
        }
        _met.Add((column, word));
        return true;
    }

    /// <summary>What to say of a column where such words were met.</summary>
    public static string Said(string column, IReadOnlyList<string> words) =>
        $"In column '{column}' {string.Join(", ", words.Select(word => $"'{word}'"))} is taken as missing, as R, pandas and Excel write it or the "
        + "request names it. If it is a value, name it: notMissing=" + $"{words[0]}.";

    private static string[] List(string? words) => words?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
