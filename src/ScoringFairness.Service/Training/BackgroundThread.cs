using System.Runtime.InteropServices;

namespace ScoringFairness.Service.Training;

/// <summary>
/// Runs training on threads that give way: a fit takes whatever the machine has left, and those who read reports meanwhile do
/// not wait for it.
/// </summary>
internal static class BackgroundThread
{
    private const int OfThread = 0;
    private const int CallingThread = 0;
    private const int Niceness = 10;

    /// <summary>Runs the work on a thread of its own, and whatever threads and processes it starts, at a lower priority.</summary>
    public static Task<T> RunAsync<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            GiveWay();
            return work();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>.NET sets no priorities on Linux; there a thread has a niceness of its own, which its children inherit.</summary>
    private static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = setpriority(OfThread, CallingThread, Niceness);
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setpriority(int which, int who, int priority);
}
