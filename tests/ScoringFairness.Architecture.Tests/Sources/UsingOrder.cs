using System.Text.RegularExpressions;

namespace ScoringFairness.Architecture.Tests.Sources;

/// <summary>
/// The order of <c>using</c> directives that <c>dotnet format</c> keeps: namespaces of System first, then by name; then <c>static</c> ones, then aliases.
/// Held here because <c>dotnet format</c> takes minutes to find it, and the compiler finds it not at all.
/// </summary>
internal static partial class UsingOrder
{
    /// <summary>The number, from 1, of the first directive that stands after one it belongs before; null where all is in order.</summary>
    public static int? FirstMisplaced(IEnumerable<string> lines)
    {
        var directives = lines.Index()
            .Select(line => (number: line.Index + 1, match: Directive().Match(line.Item)))
            .Where(line => line.match.Success)
            .Select(line => (line.number, place: PlaceOf(line.match)))
            .ToList();
        return directives.Zip(directives.Skip(1))
            .Where(pair => string.CompareOrdinal(pair.First.place, pair.Second.place) > 0)
            .Select(pair => (int?)pair.Second.number)
            .FirstOrDefault();
    }

    // What a space separates sorts by parts: System.Text before System.Text.Json before System.TextA.
    private static string PlaceOf(Match match)
    {
        var name = match.Groups["name"].Value;
        var kind = match.Groups["alias"].Success ? 2 : match.Groups["static"].Success ? 1 : 0;
        var system = kind != 2 && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal)) ? 0 : 1;
        return $"{kind}{system}{(kind == 2 ? match.Groups["alias"].Value : name).Replace('.', ' ').ToUpperInvariant()}";
    }

    [GeneratedRegex(@"^using (?<static>static )?(?:(?<alias>\w+) = )?(?<name>[\w.]+);")]
    private static partial Regex Directive();
}
