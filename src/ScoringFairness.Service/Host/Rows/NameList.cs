using System.Text;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>Names of a query with commas between; one that holds commas itself stands in quotation marks, doubled inside as in CSV.</summary>
internal static class NameList
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Of(string? list)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        var isQuoted = false;
        for (var at = 0; at < list?.Length; at++)
        {
            switch (list[at])
            {
                case '"' when isQuoted && at + 1 < list.Length && list[at + 1] == '"':
                    name.Append(list[at++]);
                    break;
                case '"' when isQuoted || name.ToString().Trim().Length == 0:
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    Add();
                    break;
                default:
                    name.Append(list[at]);
                    break;
            }
        }
        Add();
        return names;

        void Add()
        {
            if (name.ToString().Trim() is { Length: > 0 } whole)
            {
                names.Add(whole);
            }
            name.Clear();
        }
    }

    /// <summary>Names as one list; null of none.</summary>
    public static string? Join(IReadOnlyCollection<string> names) => names.Count == 0 ? null
        : string.Join(',', names.Select(name => name.AsSpan().ContainsAny(',', '"') ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name));

    /// <summary>Adds that a name stands twice.</summary>
    public static void Once(string field, string? list, Api.Refusals errors)
    {
        var twice = Of(list).CountBy(one => one).FirstOrDefault(one => one.Value > 1).Key;
        errors.Unless(twice is null, field, $"names '{twice}' twice; name it once.");
    }
}
