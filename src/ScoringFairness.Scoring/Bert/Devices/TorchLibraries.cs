using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;

namespace ScoringFairness.Scoring.Bert.Devices;

/// <summary>The libraries of libtorch: those that lie beside the program, or those of an installed PyTorch.</summary>
/// <remarks>
/// TorchSharp's own native library names libc10, libtorch_cpu and libtorch without a folder; the system's loader takes what is
/// loaded under these names before it looks for files. So whoever wants others loads them first, those that others need before these.
/// </remarks>
public static partial class TorchLibraries
{
    /// <summary>The PyTorch that TorchSharp's native library was built for.</summary>
    public const string Version = "2.10";

    private const string Cpu = "libtorch_cpu.so";
    private const string Cuda = "libtorch_cuda.so";
    private const string TorchSharpOwn = "libLibTorchSharp.so";
    private static readonly string[] Needed = ["libc10.so", Cpu, "libtorch.so"];
    private static readonly string[] InOrder = ["libc10.so", Cpu, "libc10_cuda.so", Cuda, "libtorch.so"];
    private static readonly Lock Loading = new();
    private static string? _loaded;

    /// <summary>Whether libtorch lies beside the program.</summary>
    public static bool AreBesideTheProgram => BesideTheProgram(Cpu);

    /// <summary>The folder that libtorch is loaded from; null where there is none.</summary>
    public static string? Folder => _loaded ?? FolderOfTheProgram(Cpu);

    /// <summary>Loads the libraries of a folder, in place of what TorchSharp would find; nothing of torch may have been used before.</summary>
    /// <param name="folder">As <c>…/site-packages/torch/lib</c>.</param>
    /// <exception cref="DeviceException">They are not there, are not <see cref="Version"/>, cannot be loaded, or others lie beside the program.</exception>
    public static void Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder = Path.GetFullPath(folder);
        lock (Loading)
        {
            if (_loaded == folder) return;
            if (_loaded is not null) throw new DeviceException($"libtorch is loaded from '{_loaded}' already");
            if (Array.Find(Needed, name => !File.Exists(Path.Combine(folder, name))) is { } missing)
                throw new DeviceException(
                    $"there is no {missing} in '{folder}'; name the folder with the libraries of an installed PyTorch, as …/site-packages/torch/lib");
            if (AreBesideTheProgram)
                throw new DeviceException(
                    "this build has a libtorch of its own, and a process bears only one: publish with -p:LibTorch=none into a new folder");
            if (VersionOf(folder) is { } version && version != Version && !version.StartsWith(Version + ".", StringComparison.Ordinal))
                throw new DeviceException($"'{folder}' is of PyTorch {version}; this program works with {Version}");
            LoadWithTorchSharp(folder, InOrder);
            _loaded = folder;
        }
    }

    /// <summary>Makes sure that a device can be computed on.</summary>
    /// <exception cref="DeviceException">It cannot.</exception>
    public static void Check(TorchDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!device.IsGpu)
        {
            // No more than TorchSharp itself would load: a build with CUDA works on a machine without it.
            if (_loaded is null && FolderOfTheProgram(Cpu) is { } own) LoadWithTorchSharp(own, [Cpu]);
            return;
        }
        if (!(_loaded is { } folder ? File.Exists(Path.Combine(folder, Cuda)) : BesideTheProgram(Cuda)))
            throw new DeviceException(_loaded is null
                ? "the libtorch of this build has no CUDA: build with -p:LibTorch=cuda, "
                    + "or with -p:LibTorch=none and name the libraries of an installed PyTorch (Torch__LibraryFolder)"
                : $"the PyTorch of '{_loaded}' has no CUDA: install one that has");
        try
        {
            var count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
            if (count <= device.Torch.index)
                throw new DeviceException(count == 0
                    ? "libtorch finds no GPU: nvidia-smi must show one here (driver; CUDA_VISIBLE_DEVICES; in a container, whether it is passed in)"
                    : $"libtorch finds {count} {(count == 1 ? "GPU" : "GPUs")} only, counted from 0");
            using var scope = torch.NewDisposeScope();
            var ones = torch.ones(2, 2, device: device.Torch);
            if (ones.mm(ones).sum().item<float>() != 8) throw new DeviceException("the GPU multiplies wrongly");
        }
        catch (Exception exception) when (exception is ExternalException or InvalidOperationException or NotSupportedException or TypeInitializationException)
        {
            throw new DeviceException($"the GPU cannot be used ({Reason(exception)})", exception);
        }
    }

    /// <summary>
    /// Loads those libraries that lie in a folder of libtorch, and TorchSharp's own native library on top: TorchSharp itself would not
    /// tell why it cannot.
    /// </summary>
    private static void LoadWithTorchSharp(string folder, string[] names)
    {
        foreach (var name in names.Where(name => File.Exists(Path.Combine(folder, name)))) Load(folder, name);
        if (FolderOfTheProgram(TorchSharpOwn) is { } own) Load(own, TorchSharpOwn);
    }

    private static void Load(string folder, string name)
    {
        try
        {
            NativeLibrary.Load(Path.Combine(folder, name));
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw new DeviceException(
                $"'{Path.Combine(folder, name)}' cannot be loaded ({Reason(exception)}); "
                + "libtorch needs the libstdc++ of GCC 13 (Debian 13, Ubuntu 24.04), which src/libstdcxx.sh brings to Debian 12",
                exception);
        }
    }

    /// <summary>The line of an exception that tells the reason: of the loader's the last, else the first.</summary>
    private static string Reason(Exception exception)
    {
        if (exception is TypeInitializationException { InnerException: { } inner }) exception = inner;
        return exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries)[exception is DllNotFoundException ? ^1 : 0].Trim().TrimEnd('.');
    }

    private static bool BesideTheProgram(string library) => FolderOfTheProgram(library) is not null;

    private static string? FolderOfTheProgram(string library) =>
        ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [])
        .Append(AppContext.BaseDirectory).FirstOrDefault(folder => File.Exists(Path.Combine(folder, library)));

    /// <summary>What PyTorch, or the archive of libtorch, says of itself; null where nothing does.</summary>
    private static string? VersionOf(string folder)
    {
        var above = Path.GetDirectoryName(folder) ?? folder;
        foreach (var name in (string[])["version.py", "build-version"])
        {
            if (File.Exists(Path.Combine(above, name)) && Number().Match(File.ReadAllText(Path.Combine(above, name))) is { Success: true } version)
                return version.Value;
        }
        return null;
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex Number();
}
