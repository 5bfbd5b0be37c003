using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ScoringFairness.Architecture.Tests.Code;

/// <summary>
/// The strings of a type: those that its bodies load, with those of nested types, and its constants. A constant of another
/// type is part of the body that names it.
/// </summary>
internal static class Strings
{
    /// <summary>Every string; may repeat.</summary>
    public static IEnumerable<string> Of(TypeDefinition type) =>
        References.Methods(type).SelectMany(Loaded).Concat(Constants(type));

    /// <summary>Strings that a body loads, in their order.</summary>
    public static IEnumerable<string> Loaded(MethodDefinition method) => !method.HasBody
        ? []
        : method.Body.Instructions.Where(instruction => instruction.OpCode == OpCodes.Ldstr).Select(instruction => (string)instruction.Operand);

    private static IEnumerable<string> Constants(TypeDefinition type) => type.Fields
        .Where(field => field.HasConstant).Select(field => field.Constant).OfType<string>()
        .Concat(type.NestedTypes.SelectMany(Constants));
}
