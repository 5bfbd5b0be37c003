using System.Globalization;
using Microsoft.Extensions.Options;
using ScoringFairness.Scoring;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Training;

/// <summary>
/// Where training runs keep their state after each long epoch, and where they leave their scorers: closed to other accounts. States
/// that nobody came back for are removed when a worker starts.
/// </summary>
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
        Make("ResumeRoot", settings.Value.ResumeRoot);
        if (settings.Value.ExportRoot is { Length: > 0 } exports)
        {
            Make("ExportRoot", exports);
        }
        var root = new DirectoryInfo(settings.Value.ResumeRoot);
        foreach (var old in root.EnumerateDirectories().Where(folder => folder.LastWriteTimeUtc < DateTime.UtcNow - Kept).ToList())
        {
            Remove(old.FullName);
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="SettingException">Others may look into it, and it cannot be closed.</exception>
    private static void Make(string setting, string folder)
    {
        try
        {
            PrivateFolder.Create(folder);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new SettingException($"Training__{setting}: {exception.Message}");
        }
    }

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
