using System.Text.RegularExpressions;

namespace ScoringFairness.Architecture.Tests.Sources;

/// <summary>What the house asks of the text of a file.</summary>
internal static partial class SourceText
{
    public const int Columns = 160;

    /// <summary>The numbers of the lines that are too long, from 1.</summary>
    public static IEnumerable<int> TooLong(IEnumerable<string> lines) =>
        lines.Index().Where(line => line.Item.Length > Columns).Select(line => line.Index + 1);

    /// <summary>The namespace that a file's folder asks for, of a path as <c>src/Project/Folder/File.cs</c>.</summary>
    public static string NamespaceOf(string file) => string.Join('.', file.Split('/')[1..^1]);

    /// <summary>The namespace that a file declares, or null where it declares none.</summary>
    public static string? Declared(IEnumerable<string> lines) =>
        lines.Select(line => Declaration().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;

    [GeneratedRegex(@"^namespace ([\w.]+);?")]
    private static partial Regex Declaration();
}
