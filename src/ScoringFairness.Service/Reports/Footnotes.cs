using System.Globalization;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Reports;

/// <summary>The remarks on a report's figures, each told once, under a number that figures refer to.</summary>
public sealed partial class Footnotes
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, string> _marks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <param name="notes">The notes of figures, in order; one may hold several remarks.</param>
    public Footnotes(IEnumerable<string?> notes)
    {
        foreach (var remark in notes.OfType<string>().Distinct().SelectMany(Remarks))
        {
            if (_numbers.TryAdd(remark, _texts.Count + 1))
            {
                _texts.Add(remark);
            }
        }
    }

    /// <summary>The remarks in the order of their numbers.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The numbers of what a note says, each a link to it; nothing for none.</summary>
    public string Mark(string? note)
    {
        if (string.IsNullOrWhiteSpace(note))
        {
            return "";
        }
        if (!_marks.TryGetValue(note, out var mark))
        {
            mark = $"<sup>{string.Join(' ', Remarks(note).Select(remark => _numbers.GetValueOrDefault(remark)).Where(number => number > 0)
                .Select(number => string.Create(CultureInfo.InvariantCulture, $"<a href=\"#remark-{number}\">{number}</a>")))}</sup>";
            _marks[note] = mark;
        }
        return mark;
    }

    /// <summary>The remarks of a note, in words for people.</summary>
    public static IEnumerable<string> Remarks(string note) =>
        Ends().Split(GroupWords.Of(note)).Where(remark => !string.IsNullOrWhiteSpace(remark));

    /// <summary>A sentence ends where a capital follows; in "St. John" too, which makes two remarks of one and loses nothing.</summary>
    [GeneratedRegex(@"(?<=\.) (?=\p{Lu})")]
    private static partial Regex Ends();
}
