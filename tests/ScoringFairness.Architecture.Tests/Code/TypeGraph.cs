using Mono.Cecil;

namespace ScoringFairness.Architecture.Tests.Code;

/// <summary>The arrows between the outermost types of a layout.</summary>
internal static class TypeGraph
{
    /// <summary>Each arrow once, in the order of names.</summary>
    public static IReadOnlyList<Arrow> Arrows(ModuleDefinition module, Layout layout) =>
    [
        .. module.Types
            .Where(type => layout.Holds(type.FullName))
            .SelectMany(type => References.Of(type).Select(References.Outermost)
                .Where(to => to != type.FullName && layout.Holds(to))
                .Select(to => new Arrow(type.FullName, to)))
            .Distinct()
            .OrderBy(arrow => arrow.From, StringComparer.Ordinal)
            .ThenBy(arrow => arrow.To, StringComparer.Ordinal),
    ];
}
