using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ScoringFairness.NasBert;

/// <summary>The assembly of Microsoft.ML.TorchSharp, mended as it is loaded.</summary>
/// <remarks>
/// One class of it draws first weights, and disposes of what torch's <c>init</c> functions return. Up to TorchSharp 0.103 that was a second
/// handle; since then it is the parameter itself, so that a module has lost its weights once it is built, and training ends with
/// "Mismatched state_dict sizes" (dotnet/machinelearning#7350). The four calls of Dispose are replaced by nothing but taking their
/// argument off the stack. Anything else than the code that is known is refused.
/// </remarks>
internal static class TrainerAssembly
{
    private const string Name = "Microsoft.ML.TorchSharp";
    private const string Faulty = Name + ".Utils.ModelUtils";
    private const string Functions = "TorchSharp.torch/nn/init";
    private const string Disposal = "callvirt System.Void System.IDisposable::Dispose()";

    /// <summary>The faulty methods: their parameters after the tensor, what they put on the stack for them, and the function they call.</summary>
    private static readonly (string Name, string Parameters, string[] Arguments, string Function)[] Methods =
    [
        ("InitXavierUniform", ",System.Double", ["ldarg.1"], "xavier_uniform_(TorchSharp.torch/Tensor,System.Double)"),
        ("InitConstant", ",TorchSharp.Scalar", ["ldarg.1"], "constant_(TorchSharp.torch/Tensor,TorchSharp.Scalar)"),
        ("InitNormal", ",System.Double,System.Double", ["ldarg.1", "ldarg.2", "ldnull"],
            "normal_(TorchSharp.torch/Tensor,System.Double,System.Double,TorchSharp.torch/Generator)"),
        ("InitZeros", "", [], "zeros_(TorchSharp.torch/Tensor)"),
    ];

    /// <summary>The file beside the program, which is data to it: the host does not know it for an assembly.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, Name + ".dll");

    /// <summary>Loads it, mended, so that references to it find that; nothing of it may have been used before.</summary>
    /// <exception cref="EngineException">It is not the one that is known.</exception>
    public static Assembly Load()
    {
        if (!System.IO.File.Exists(File)) throw new EngineException($"There is no '{File}'; publish the program as a whole.");
        return AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(Mended(System.IO.File.ReadAllBytes(File))));
    }

    /// <summary>The assembly without its fault.</summary>
    /// <param name="original">The assembly as the package has it.</param>
    /// <exception cref="EngineException">It is not the one that is known.</exception>
    public static byte[] Mended(byte[] original)
    {
        using var module = ModuleDefinition.ReadModule(new MemoryStream(original));
        var version = module.Assembly.CustomAttributes
            .FirstOrDefault(attribute => attribute.AttributeType.Name == nameof(AssemblyInformationalVersionAttribute))?.ConstructorArguments[0].Value
            ?? module.Assembly.Name.Version;
        EngineException Unknown(string what) => new($"{module.Assembly.Name.Name} {version} cannot be used: {what}. This program knows version 0.23.1.");

        if (module.Assembly.Name.Name != Name) throw Unknown($"it is not {Name}");
        var faulty = module.GetType(Faulty) ?? throw Unknown($"it has no class {Faulty}");
        foreach (var known in Methods)
        {
            var name = $"System.Void {Faulty}::{known.Name}(TorchSharp.torch/Tensor{known.Parameters})";
            var body = faulty.Methods.FirstOrDefault(method => method.FullName == name)?.Body ?? throw Unknown($"it has no method {name}");
            if (!body.Instructions.Select(Text).SequenceEqual(Expected(known.Arguments, known.Function)))
                throw Unknown($"{name} has other instructions");
            var disposal = body.Instructions.Single(instruction => Text(instruction) == Disposal);
            disposal.OpCode = OpCodes.Pop;
            disposal.Operand = null;
        }
        if (CallersOf(module).FirstOrDefault(caller => caller.DeclaringType != faulty) is { } other)
            throw Unknown($"{other.FullName} draws weights too");
        using var mended = new MemoryStream();
        module.Write(mended);
        return mended.ToArray();
    }

    /// <summary>The instructions of <c>using var drawn = init.function(…);</c>.</summary>
    private static IEnumerable<string> Expected(string[] arguments, string function) =>
    [
        "ldarg.0", .. arguments, $"call TorchSharp.torch/Tensor {Functions}::{function}", "stloc.0", "leave.s ret",
        "ldloc.0", "brfalse.s endfinally", "ldloc.0", Disposal, "endfinally", "ret",
    ];

    private static string Text(Instruction instruction) => instruction.Operand switch
    {
        null => instruction.OpCode.Name,
        Instruction target => $"{instruction.OpCode.Name} {target.OpCode.Name}",
        var operand => $"{instruction.OpCode.Name} {operand}",
    };

    private static IEnumerable<MethodDefinition> CallersOf(ModuleDefinition module) =>
        from type in module.GetTypes()
        from method in type.Methods
        where method.HasBody && method.Body.Instructions.Any(one => one.Operand is MethodReference { DeclaringType.FullName: Functions })
        select method;
}
