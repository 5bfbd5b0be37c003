using System.Globalization;
using System.Text;

namespace ScoringFairness.Architecture.Tests.Code;

/// <summary>How arrows that may not stand are printed: by pair of folders, the pairs with the fewest arrows first.</summary>
internal static class Findings
{
    /// <summary>Fails with every arrow, as <c>from type → to type</c>.</summary>
    public static void None(string rule, IReadOnlyCollection<Arrow> arrows, Layout layout)
    {
        if (arrows.Count == 0)
            return;
        var pairs = arrows.GroupBy(arrow => (From: layout.Folder(arrow.From), To: layout.Folder(arrow.To))).OrderBy(pair => pair.Count()).ToList();
        var text = new StringBuilder($"{rule}: {arrows.Count} arrows between {pairs.Count} pairs of folders");
        foreach (var pair in pairs)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{pair.Key.From} → {pair.Key.To}: {pair.Count()}");
            foreach (var arrow in pair)
                text.Append(CultureInfo.InvariantCulture, $"\n  {layout.Short(arrow.From)} → {layout.Short(arrow.To)}");
        }
        Assert.Fail(text.ToString());
    }

    /// <summary>Fails with every line.</summary>
    public static void None(string rule, IReadOnlyCollection<string> lines)
    {
        if (lines.Count > 0)
            Assert.Fail($"{rule}: {lines.Count}\n  {string.Join("\n  ", lines)}");
    }
}
