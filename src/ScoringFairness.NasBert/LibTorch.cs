using System.Runtime.InteropServices;

namespace ScoringFairness.NasBert;

/// <summary>The libraries of libtorch, which lie beside the service or belong to an installed PyTorch, and not beside this program.</summary>
internal static class LibTorch
{
    private static readonly string[] InOrder = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    /// <summary>Loads those of a folder; TorchSharp's own library, which names them without a folder, then finds them loaded.</summary>
    /// <exception cref="EngineException">They cannot be loaded.</exception>
    public static void Load(string folder)
    {
        foreach (var library in InOrder.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            if (!NativeLibrary.TryLoad(library, out _)) throw new EngineException($"'{library}' cannot be loaded.");
        }
    }
}
