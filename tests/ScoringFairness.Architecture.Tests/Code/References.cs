using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ScoringFairness.Architecture.Tests.Code;

/// <summary>
/// What a type refers to, read from its compiled form. Called methods count by the type that declares them and their generic
/// arguments; what such a method takes and returns is an arrow of its own type, and one of the caller once it uses it.
/// </summary>
internal static class References
{
    /// <summary>Every type that <paramref name="type"/> names, with those that nested types name; may repeat.</summary>
    public static IEnumerable<TypeReference> Of(TypeDefinition type) => Named(type).OfType<TypeReference>().SelectMany(Unfold);

    /// <summary>The outermost type's full name: what is nested or generated counts to it.</summary>
    public static string Outermost(TypeReference type)
    {
        while (type.DeclaringType is not null)
            type = type.DeclaringType;
        return type.FullName;
    }

    /// <summary>The bodies of a type and of those nested in it, where lambdas, iterators and asynchronous methods end up.</summary>
    public static IEnumerable<MethodDefinition> Methods(TypeDefinition type) =>
        type.Methods.Concat(type.NestedTypes.SelectMany(Methods));

    /// <summary>A called method as it is declared, where its own module declares it.</summary>
    public static MethodDefinition? Definition(MethodReference called) =>
        called as MethodDefinition ?? (called.DeclaringType.Scope == called.Module ? called.Resolve() : null);

    /// <summary>The types that bodies ask for by <c>is</c>, <c>as</c>, a pattern or a cast.</summary>
    public static IEnumerable<TypeReference> Tested(TypeDefinition type) => Methods(type)
        .Where(method => method.HasBody)
        .SelectMany(method => method.Body.Instructions)
        .Where(instruction => instruction.OpCode == OpCodes.Isinst || instruction.OpCode == OpCodes.Castclass)
        .SelectMany(instruction => Unfold((TypeReference)instruction.Operand));

    private static IEnumerable<TypeReference?> Named(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.SelectMany(implemented => Attributes(implemented).Append(implemented.InterfaceType)),
        .. Attributes(type),
        .. Constraints(type),
        .. type.Fields.SelectMany(field => Attributes(field).Append(field.FieldType)),
        .. type.Properties.SelectMany(Attributes),
        .. type.Events.SelectMany(Attributes),
        .. type.Methods.SelectMany(Signature),
        .. type.Methods.Where(method => method.HasBody).SelectMany(method => Body(method.Body)),
        .. type.NestedTypes.SelectMany(Named),
    ];

    private static IEnumerable<TypeReference?> Signature(MethodDefinition method) =>
    [
        method.ReturnType,
        .. Attributes(method),
        .. Attributes(method.MethodReturnType),
        .. Constraints(method),
        .. method.Parameters.SelectMany(parameter => Attributes(parameter).Append(parameter.ParameterType)),
        .. method.Overrides.Select(overridden => overridden.DeclaringType),
    ];

    private static IEnumerable<TypeReference?> Body(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => Operand(instruction.Operand)),
    ];

    private static IEnumerable<TypeReference?> Operand(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider generic) =>
        generic.GenericParameters.SelectMany(parameter => parameter.Constraints.Select(constraint => constraint.ConstraintType));

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider marked) =>
        marked.CustomAttributes.SelectMany(attribute => attribute.ConstructorArguments
            .Concat(attribute.Properties.Concat(attribute.Fields).Select(named => named.Argument))
            .SelectMany(Argument)
            .Append(attribute.AttributeType));

    private static IEnumerable<TypeReference> Argument(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [argument.Type, type],
        CustomAttributeArgument[] several => several.SelectMany(Argument),
        CustomAttributeArgument boxed => Argument(boxed),
        _ => [argument.Type],
    };

    private static IEnumerable<TypeReference> Unfold(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Unfold).Append(generic.ElementType),
        IModifierType modified => Unfold(modified.ModifierType).Concat(Unfold(modified.ElementType)),
        FunctionPointerType pointer => pointer.Parameters.Select(parameter => parameter.ParameterType).Append(pointer.ReturnType).SelectMany(Unfold),
        TypeSpecification wrapped => Unfold(wrapped.ElementType),
        GenericParameter => [],
        _ => [type],
    };
}
