using ScoringFairness.Architecture.Tests.Code;

namespace ScoringFairness.Architecture.Tests.Folders;

/// <summary>Which arrows hold circles of folders together.</summary>
internal static class FolderCircles
{
    /// <summary>The arrows between folders of one circle; types in the namespace itself are a folder of their own.</summary>
    public static IReadOnlyList<Arrow> Arrows(IReadOnlyList<Arrow> arrows, Layout layout)
    {
        var circles = Circles.Find(arrows.Select(arrow => (layout.Folder(arrow.From), layout.Folder(arrow.To))));
        return [.. arrows.Where(arrow => circles.Any(circle => Along(circle, layout.Folder(arrow.From), layout.Folder(arrow.To))))];
    }

    private static bool Along(IReadOnlyList<string> circle, string from, string to) => from != to && circle.Contains(from) && circle.Contains(to);
}
