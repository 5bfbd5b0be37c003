using System.Globalization;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Training;

/// <summary>Where training runs keep their state after each long epoch; what nobody came back for is removed when a worker starts.</summary>
internal sealed class ResumeFolders(IOptions<TrainingSettings> settings) : IHostedService
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>The folder of a training run.</summary>
    public string FolderOf(string auditId, int fitNo) =>
        Path.Combine(settings.Value.ResumeRoot, $"{auditId}-{fitNo.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Removes the state of a training run that is over.</summary>
    public void Forget(string auditId, int fitNo) => Remove(FolderOf(auditId, fitNo));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var root = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(settings.Value.ResumeRoot)
            : Directory.CreateDirectory(settings.Value.ResumeRoot, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var old in root.EnumerateDirectories().Where(folder => folder.LastWriteTimeUtc < DateTime.UtcNow - Kept).ToList())
        {
            Remove(old.FullName);
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is found again, and removed, when a worker starts after its time.
        }
    }
}
