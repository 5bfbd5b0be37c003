using System.Runtime.InteropServices;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Lets the C library keep the memory of tensors that are freed, for the next step needs as much again.</summary>
/// <remarks>
/// By default glibc gives blocks of more than some megabytes back to the system at once and asks for them anew: each step of
/// training on long texts then spends a fifth of its time on fresh pages. Other C libraries have no such setting.
/// </remarks>
internal static class TensorMemory
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;

    private static readonly Lazy<bool> IsSet = new(Set);

    /// <summary>Sets it, once for the process.</summary>
    public static void Keep() => _ = IsSet.Value;

    private static bool Set()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            return mallopt(MmapThreshold, int.MaxValue) == 1 && mallopt(TrimThreshold, int.MaxValue) == 1;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mallopt(int parameter, int value);
}
