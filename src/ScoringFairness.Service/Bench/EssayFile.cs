using System.Globalization;
using CsvHelper;

namespace ScoringFairness.Service.Bench;

/// <summary>Essays with human scores: a CSV with a text and a column of scores for each item, such as ELLIPSE.</summary>
/// <param name="Texts">The essays.</param>
/// <param name="Scores">Their scores by item.</param>
internal sealed record EssayFile(IReadOnlyList<string> Texts, IReadOnlyDictionary<string, double[]> Scores)
{
    /// <summary>The group of each essay's student; empty where the file was read without groups.</summary>
    public IReadOnlyList<string> Groups { get; private init; } = [];

    /// <summary>Reads the first essays of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Name of the column of texts.</param>
    /// <param name="items">Names of the columns of scores.</param>
    /// <param name="most">Essays at most.</param>
    /// <param name="group">Name of the column of groups; null: none is read.</param>
    public static EssayFile Read(string path, string text, IReadOnlyList<string> items, int most, string? group = null)
    {
        using var csv = new CsvReader(new StreamReader(path), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var groups = new List<string>();
        var (texts, scores) = (new List<string>(), items.ToDictionary(item => item, _ => new List<double>()));
        while (texts.Count < most && csv.Read())
        {
            texts.Add(csv.GetField(text) ?? "");
            foreach (var item in items) scores[item].Add(csv.GetField<double>(item));
            if (group is not null) groups.Add(csv.GetField(group) ?? "");
        }
        return new(texts, scores.ToDictionary(item => item.Key, item => item.Value.ToArray())) { Groups = groups };
    }

    /// <summary>Some of the essays, by their places.</summary>
    public EssayFile Of(IReadOnlyList<int> rows) =>
        new([.. rows.Select(row => Texts[row])], Scores.ToDictionary(item => item.Key, item => rows.Select(row => item.Value[row]).ToArray()));
}
