namespace ScoringFairness.Service.Host.Rows;

/// <summary>What separates the fields of a CSV.</summary>
internal static class CsvSeparator
{
    private static readonly Dictionary<string, char> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["comma"] = ',',
        ["semicolon"] = ';',
        ["tab"] = '\t',
        ["pipe"] = '|',
        [","] = ',',
        [";"] = ';',
        ["\t"] = '\t',
        ["|"] = '|',
    };

    /// <summary>The separator of a query, by name or as the character itself; null where it is none.</summary>
    public static char? Named(string name) => Names.TryGetValue(name, out var separator) ? separator : null;

    /// <summary>The separator that a first line <c>sep=;</c> names, as Excel writes and reads it; null where it is no such line.</summary>
    public static char? Declared(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        line = line.StartsWith(mark) ? line[mark.Length..] : line;
        line = line is [(byte)'"', .., (byte)'"'] ? line[1..^1] : line;
        return line.Length == 5 && System.Text.Ascii.EqualsIgnoreCase(line[..4], "sep="u8) && line[4] < 0x80 ? (char)line[4] : null;
    }

    /// <summary>The separator that a header line has most of, outside quotation marks; the comma where it has none.</summary>
    public static char Of(ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> candidates = ",;\t"u8;
        Span<int> counts = [0, 0, 0];
        var quoted = false;
        foreach (var one in header)
        {
            quoted ^= one == '"';
            var candidate = candidates.IndexOf(one);
            if (!quoted && candidate >= 0)
            {
                counts[candidate]++;
            }
        }
        var most = 0;
        for (var candidate = 1; candidate < counts.Length; candidate++)
        {
            most = counts[candidate] > counts[most] ? candidate : most;
        }
        return (char)candidates[most];
    }
}
