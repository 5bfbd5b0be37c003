using System.ComponentModel.DataAnnotations;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>What uploads may take of the machine (section <c>Uploads</c>).</summary>
internal sealed class UploadSettings : ISettings, IValidatableObject
{
    private const long Mebibyte = 1024 * 1024;

    public static string Section => "Uploads";

    /// <summary>Uploads that are stored at once, of all organisations; each needs up to two connections to the database.</summary>
    [Range(1, 1000)]
    public int AtOnce { get; init; } = 12;

    /// <summary>Uploads of one organisation that are stored at once; others of it wait.</summary>
    [Range(1, 1000)]
    public int AtOncePerOrganisation { get; init; } = 6;

    /// <summary>Uploads and evaluations of one organisation that may be coming in or waiting; more are refused, to be sent again later.</summary>
    [Range(1, 100_000)]
    public int Arriving { get; init; } = 32;

    /// <summary>MiB of one organisation's uploads that lie on the disk at once, until they are stored.</summary>
    [Range(1, 100_000_000)]
    public long MostMiB { get; init; } = 8192;

    /// <summary>MiB of a file that is uploaded in the browser, where it is kept for an hour until its columns are named.</summary>
    [Range(1, 1024)]
    public int FileMiB { get; init; } = 32;

    /// <summary>Bytes a second that an upload must bring while it comes in.</summary>
    [Range(1, 1_000_000_000)]
    public int LeastBytesPerSecond { get; init; } = 1024;

    /// <summary>Seconds over which that rate is taken: so long an upload may pause.</summary>
    [Range(1.0, 3600)]
    public double RateSeconds { get; init; } = 20;

    /// <summary>The folder in which uploads lie until they are stored, in files without a name; by default the system's for temporary files.</summary>
    public string? Folder { get; init; }

    /// <summary>Bytes of one organisation's uploads that lie on the disk at once.</summary>
    public long MostBytes => MostMiB * Mebibyte;

    /// <summary>Bytes of a file that is uploaded in the browser.</summary>
    public long FileBytes => FileMiB * Mebibyte;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Folder is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            yield return new ValidationResult($"Uploads__Folder is '{folder}', and there is no such folder; make it, or leave the setting out.");
        }
    }
}
