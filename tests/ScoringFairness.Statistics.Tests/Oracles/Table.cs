using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>A CSV file as rows of named cells.</summary>
internal sealed class Table
{
    private Table(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyDictionary<string, string>> rows) => (Columns, Rows) = (columns, rows);

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows { get; }

    public static Table Read(string path)
    {
        using var reader = new StreamReader(path);
        using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null });
        csv.Read();
        csv.ReadHeader();
        var columns = csv.HeaderRecord!;
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(columns.Index().ToDictionary(column => column.Item, column => csv.GetField(column.Index) ?? ""));
        }
        return new Table(columns, rows);
    }

    /// <summary>The row whose first cell is <paramref name="name"/>.</summary>
    public IReadOnlyDictionary<string, string> this[string name] => Rows.Single(row => row[Columns[0]] == name);

    /// <summary>A cell as a number; null where it is none.</summary>
    public static double? Number(string? cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
