namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>Guesses what the columns of a file hold, by their names and, where these say nothing, by what stands in them.</summary>
public static class ColumnGuess
{
    private const int FewestLevels = 2;
    private const int MostLevels = 20;
    private const int MostGroups = 30;
    private const int ShortestText = 40;

    /// <summary>The guessed use of each column that has one.</summary>
    public static IReadOnlyDictionary<int, string> Of(RowsOf rows, IReadOnlyList<FileColumn> columns)
    {
        var guessed = new Dictionary<int, string>();
        var uses = ColumnUse.Of(rows);
        foreach (var use in uses)
        {
            var named = columns.Where(column => !guessed.ContainsKey(column.Place) && column.Filled > 0 && IsNamed(column, use))
                .OrderBy(column => use.Names.Index().Where(name => name.Item == Plain(column.Name)).Select(name => name.Index).FirstOrDefault());
            foreach (var column in use.Code == ColumnUse.Group && rows == RowsOf.Responses ? named : named.Take(1))
            {
                guessed[column.Place] = use.Code;
            }
        }
        ByContent(ColumnUse.ResponseId, column => column.IsUnique && column.MeanLength < ShortestText, column => column.Place, rows == RowsOf.Responses);
        ByContent(ColumnUse.Text, column => column.MeanLength >= ShortestText, column => -column.MeanLength);
        ByContent(ColumnUse.HumanScore, column => IsScore(column) && Plain(column.Name).Contains("score", StringComparison.Ordinal), column => column.Place);
        ByContent(ColumnUse.MachineScore, column => column.IsOfNumbers && !column.IsUnique, column => -column.Place, rows == RowsOf.Scores);
        ByContent(
            ColumnUse.Group, column => !column.IsOfNumbers && column.Distinct is >= 2 and <= MostGroups, column => column.Distinct, rows == RowsOf.Figures);
        return guessed;

        void ByContent<TOrder>(string code, Func<FileColumn, bool> fits, Func<FileColumn, TOrder> order, bool isWanted = true)
        {
            if (isWanted && uses.Any(use => use.Code == code) && !guessed.ContainsValue(code)
                && columns.Where(column => !guessed.ContainsKey(column.Place) && column.Filled > 0 && fits(column)).MinBy(order) is { } found)
            {
                guessed[found.Place] = code;
            }
        }
    }

    private static bool IsNamed(FileColumn column, ColumnUse use) => use.Code == ColumnUse.Group
        ? column.Distinct <= MostGroups && (ColumnUse.IsOfGroups(column.Name) || use.Names.Contains(Plain(column.Name)))
        : use.Names.Contains(Plain(column.Name));

    private static bool IsScore(FileColumn column) => column.IsOfNumbers && column.Distinct is >= FewestLevels and <= MostLevels;

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
