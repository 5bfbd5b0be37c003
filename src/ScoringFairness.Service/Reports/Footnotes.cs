namespace ScoringFairness.Service.Reports;

/// <summary>The notes of a table's figures, each told once under the table.</summary>
public sealed class Footnotes
{
    private readonly List<string> _texts = [];

    /// <summary>The texts in the order of their numbers.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The mark that refers to a text; nothing for none.</summary>
    public string Mark(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }
        text = GroupWords.Of(text);
        var at = _texts.IndexOf(text);
        if (at < 0)
        {
            _texts.Add(text);
            at = _texts.Count - 1;
        }
        return $"<sup>{at + 1}</sup>";
    }
}
