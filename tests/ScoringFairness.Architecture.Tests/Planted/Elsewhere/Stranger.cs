namespace ScoringFairness.Architecture.Tests.Planted.Elsewhere;

/// <summary>Stands in a slice that no order has.</summary>
internal static class Stranger
{
    private const string Columns = "from table_of_a_constant";

    // Names tables in each of the ways that the house has, and words that are none.

    public static async Task<string> ReadAsync(string condition)
    {
        await Task.Yield();
        var sql = $"select count(*) from read r join joined using (key) where {condition}";
        return string.Join('\n', [sql, Columns, "two_words", "one", "Rows that came from elsewhere"]);
    }

    public static Task<string> WriteAsync() => CopyAsync("handed");

    private static Task<string> CopyAsync(string table) => Task.FromResult(table);
}
