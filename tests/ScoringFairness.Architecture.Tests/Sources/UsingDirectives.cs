using System.Text.RegularExpressions;
using ScoringFairness.Architecture.Tests.Code;

namespace ScoringFairness.Architecture.Tests.Sources;

/// <summary>
/// Arrows of which the compiled form keeps no trace: constants and <c>nameof</c> are written into the one that names them.
/// Directives that nothing needs do not compile here, so each one that stands is an arrow.
/// </summary>
internal static partial class UsingDirectives
{
    /// <summary>The arrows of a project's files; none where the sources are not there.</summary>
    public static IReadOnlyList<Arrow> Arrows(string project, Layout layout) => !Checkout.IsThere
        ? []
        : [.. Checkout.Files([project], ".cs").SelectMany(file => Arrows(file, Checkout.Lines(file), layout))];

    /// <summary>From a file, by its namespace and name, to the namespaces of the layout that it uses.</summary>
    public static IEnumerable<Arrow> Arrows(string file, IReadOnlyCollection<string> lines, Layout layout)
    {
        var here = SourceText.Declared(lines);
        return lines.Select(line => Used().Match(line))
            .Where(used => used.Success)
            .Select(used => new Arrow($"{here}.{Path.GetFileNameWithoutExtension(file)}", used.Groups[1].Value + ".*"))
            .Where(arrow => layout.Holds(arrow.From) && layout.Holds(arrow.To));
    }

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?([\w.]+);")]
    private static partial Regex Used();
}
