using System.Globalization;
using System.Text;

namespace ScoringFairness.Scoring.Bert.Tokens;

/// <summary>Letters without their accents: canonical decomposition (NFD) with the nonspacing marks left out.</summary>
/// <remarks>
/// <c>string.Normalize</c> does nothing under invariant globalization and follows the machine's ICU elsewhere; a scorer's
/// tokens must depend on neither.
/// </remarks>
internal static class Unaccented
{
    private const int FirstSyllable = 0xAC00, Syllables = 11_172, FirstL = 0x1100, FirstV = 0x1161, FirstT = 0x11A7;
    private const int VCount = 21, TCount = 28;

    private static readonly Dictionary<int, string> Table = ReadTable();

    /// <summary>Appends what is left of a character.</summary>
    public static void Append(StringBuilder text, Rune character)
    {
        if (character.IsAscii)
            text.Append((char)character.Value);
        else if (Table.TryGetValue(character.Value, out var rest))
            text.Append(rest);
        else if ((uint)(character.Value - FirstSyllable) < Syllables)
            AppendSyllable(text, character.Value - FirstSyllable);
        else if (Rune.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            text.Append(character);
    }

    /// <summary>Unicode Standard, section 3.12, "Conjoining Jamo Behavior".</summary>
    private static void AppendSyllable(StringBuilder text, int index)
    {
        text.Append((char)(FirstL + index / (VCount * TCount)));
        text.Append((char)(FirstV + index % (VCount * TCount) / TCount));
        if (index % TCount != 0) text.Append((char)(FirstT + index % TCount));
    }

    private static Dictionary<int, string> ReadTable()
    {
        using var stream = typeof(Unaccented).Assembly.GetManifestResourceStream("unaccented.txt")!;
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var table = new Dictionary<int, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var codes = line.Split(' ').Select(code => int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
            table.Add(codes[0], string.Concat(codes[1..].Select(char.ConvertFromUtf32)));
        }
        return table;
    }
}
