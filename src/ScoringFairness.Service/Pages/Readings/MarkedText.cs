using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using ScoringFairness.Service.Reports.Readings;

namespace ScoringFairness.Service.Pages.Readings;

/// <summary>A text with words of it marked.</summary>
internal static partial class MarkedText
{
    /// <summary>With the words marked that add to scores, and those that take from them.</summary>
    public static MarkupString Moving(string text, IReadOnlyList<MovingWordOfText> words)
    {
        var means = words.ToDictionary(word => word.Word, word => word.Mean, StringComparer.Ordinal);
        return Write(text, WordOrNumber(), (_, word) => means.TryGetValue(word.ToLower(CultureInfo.InvariantCulture), out var mean)
            ? mean < 0 ? "less" : "more"
            : null);
    }

    /// <summary>With the words marked that another form of it has others for: the two have as many words.</summary>
    public static MarkupString Against(string text, string other)
    {
        var others = Word().Matches(other);
        return Write(text, Word(), (place, word) => place < others.Count && others[place].Value != word ? "swap" : null);
    }

    private static MarkupString Write(string text, Regex words, Func<int, string, string?> mark)
    {
        var html = new StringBuilder();
        var (from, place) = (0, 0);
        foreach (Match word in words.Matches(text))
        {
            if (mark(place++, word.Value) is { } kind)
            {
                html.Append(Encoded(text[from..word.Index])).Append(CultureInfo.InvariantCulture, $"<mark class=\"{kind}\">{Encoded(word.Value)}</mark>");
                from = word.Index + word.Length;
            }
        }
        return new(html.Append(Encoded(text[from..])).ToString());
    }

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    /// <summary>A word as scorers' words are told: "can't" is one, and not "can".</summary>
    [GeneratedRegex(@"[\p{L}\p{Nd}]+(?:['’][\p{L}\p{Nd}]+)*", RegexOptions.CultureInvariant)]
    private static partial Regex WordOrNumber();
}
