using Mono.Cecil;
using Mono.Cecil.Cil;
using ScoringFairness.Architecture.Tests.Code;

namespace ScoringFairness.Architecture.Tests.Tables;

/// <summary>Which type names which table in its SQL.</summary>
internal static class TableUses
{
    /// <summary>Each pair once; what is nested or generated counts to its outermost type.</summary>
    public static IReadOnlyList<(string Type, string Table)> Of(ModuleDefinition module, Layout layout, IReadOnlySet<string> tables) =>
    [
        .. module.Types
            .Where(type => layout.Holds(type.FullName))
            .SelectMany(type => InSql(type).Concat(ByName(type)).Where(tables.Contains).Select(table => (Type: type.FullName, Table: table)))
            .Distinct()
            .OrderBy(use => use.Table, StringComparer.Ordinal)
            .ThenBy(use => use.Type, StringComparer.Ordinal),
    ];

    private static IEnumerable<string> InSql(TypeDefinition type) => Strings.Of(type).SelectMany(SqlText.Tables);

    // A bare name of two words is a table's; one of one word, where the body calls something that takes a table by its name.
    private static IEnumerable<string> ByName(TypeDefinition type) =>
    [
        .. Strings.Of(type).Where(text => text.Contains('_', StringComparison.Ordinal)),
        .. References.Methods(type).Where(method => method.HasBody && method.Body.Instructions.Any(TakesTable)).SelectMany(Strings.Loaded),
    ];

    private static bool TakesTable(Instruction instruction) =>
        instruction.Operand is MethodReference called
        && References.Definition(called)?.Parameters.Any(Names) == true;

    private static bool Names(ParameterDefinition parameter) => parameter is { Name: "table" or "Table", ParameterType.FullName: "System.String" };
}
