namespace ScoringFairness.Architecture.Tests.Sources;

/// <summary>The checkout that these tests were built in; tests of its files skip where it is gone.</summary>
internal static class Checkout
{
    private static readonly string? Root = Find();

    public static bool IsThere => Root is not null;

    /// <summary>The written files of folders by the ends of their names, as paths from the root; what builds leave is none.</summary>
    public static IReadOnlyList<string> Files(IEnumerable<string> folders, params string[] ends) =>
    [
        .. folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Known(), folder), "*", SearchOption.AllDirectories))
            .Where(file => ends.Any(end => file.EndsWith(end, StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(Known(), file))
            .Where(file => !file.Split('/').Intersect(["bin", "obj"]).Any())
            .Order(StringComparer.Ordinal),
    ];

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Known(), file));

    private static string Known()
    {
        Assert.SkipUnless(IsThere, "The sources are not there.");
        return Root!;
    }

    private static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ScoringFairness.sln")))
            folder = folder.Parent;
        return folder?.FullName;
    }
}
