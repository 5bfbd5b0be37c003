using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ScoringFairness.Service.Host.Api;

/// <summary>The composed form of a text (NFC; Unicode Standard, section 3.11): é in one character, whether it came in one or in two.</summary>
/// <remarks><c>string.Normalize</c> does nothing under invariant globalization, which the program runs with.</remarks>
internal static class ComposedText
{
    /// <summary>A longer text is no id, in whatever form.</summary>
    private const int MostCharacters = 5 * Identifier.MaximumLength;

    /// <summary>Below this no character is part of another form.</summary>
    private const char FirstMark = '\u0300';

    private const int FirstSyllable = 0xAC00, FirstL = 0x1100, FirstV = 0x1161, FirstT = 0x11A7;
    private const int LCount = 19, VCount = 21, TCount = 28, Syllables = LCount * VCount * TCount;

    private static readonly Dictionary<int, int[]> Parts = [];
    private static readonly Dictionary<(int First, int Second), int> Wholes = [];
    private static readonly Dictionary<int, byte> Classes = [];

    static ComposedText()
    {
        using var stream = typeof(ComposedText).Assembly.GetManifestResourceStream("composed.txt")!;
        using var reader = new StreamReader(stream, Encoding.ASCII);
        while (reader.ReadLine() is { } line)
        {
            var sign = line.AsSpan().IndexOfAny("#=>:");
            switch (line[sign])
            {
                case ':':
                    var range = line[..sign].Split('-');
                    for (var code = Code(range[0]); code <= Code(range[1]); code++)
                    {
                        Classes.Add(code, byte.Parse(line.AsSpan(sign + 1), NumberStyles.None, CultureInfo.InvariantCulture));
                    }
                    break;
                case '=' or '>':
                    var (whole, parts) = (Code(line[..sign]), line[(sign + 1)..].Split(' ').Select(Code).ToArray());
                    Parts.Add(whole, parts);
                    if (line[sign] == '=')
                    {
                        Wholes.Add((parts[0], parts[1]), whole);
                    }
                    break;
            }
        }

        static int Code(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    /// <summary>The composed form; a text that is no valid Unicode, or too long for an id, stays as it is.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text)
    {
        if (text is null or { Length: > MostCharacters } || text.AsSpan().IndexOfAnyInRange(FirstMark, char.MaxValue) < 0
            || text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar))
        {
            return text;
        }
        var codes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, codes);
        }
        Order(codes);
        Compose(codes);
        return string.Concat(codes.Select(char.ConvertFromUtf32));
    }

    private static void Decompose(int code, List<int> codes)
    {
        if ((uint)(code - FirstSyllable) < Syllables)
        {
            var index = code - FirstSyllable;
            codes.AddRange([FirstL + index / (VCount * TCount), FirstV + index % (VCount * TCount) / TCount]);
            if (index % TCount != 0)
            {
                codes.Add(FirstT + index % TCount);
            }
        }
        else if (Parts.TryGetValue(code, out var parts))
        {
            foreach (var part in parts)
            {
                Decompose(part, codes);
            }
        }
        else
        {
            codes.Add(code);
        }
    }

    /// <summary>Brings the marks of each letter into the order of their classes; those of one class stay as they are.</summary>
    private static void Order(List<int> codes)
    {
        for (var at = 1; at < codes.Count; at++)
        {
            var own = Class(codes[at]);
            for (var place = at; own > 0 && place > 0 && Class(codes[place - 1]) > own; place--)
            {
                (codes[place - 1], codes[place]) = (codes[place], codes[place - 1]);
            }
        }
    }

    private static void Compose(List<int> codes)
    {
        var (starter, kept) = (-1, 0);
        for (var at = 0; at < codes.Count; at++)
        {
            var own = Class(codes[at]);
            var before = kept - 1;
            var isNext = before == starter;
            if (starter >= 0 && (isNext || (own > 0 && Class(codes[before]) < own)) && Whole(codes[starter], codes[at]) is { } whole)
            {
                codes[starter] = whole;
                continue;
            }
            codes[kept] = codes[at];
            starter = own == 0 ? kept : starter;
            kept++;
        }
        codes.RemoveRange(kept, codes.Count - kept);
    }

    private static int? Whole(int first, int second) => (first - FirstL, second - FirstV, first - FirstSyllable, second - FirstT) switch
    {
        ( >= 0 and < LCount, >= 0 and < VCount, _, _) => FirstSyllable + ((first - FirstL) * VCount + second - FirstV) * TCount,
        (_, _, >= 0 and < Syllables, > 0 and < TCount) when (first - FirstSyllable) % TCount == 0 => first + second - FirstT,
        _ => Wholes.TryGetValue((first, second), out var whole) ? whole : null,
    };

    private static byte Class(int code) => Classes.GetValueOrDefault(code);
}
