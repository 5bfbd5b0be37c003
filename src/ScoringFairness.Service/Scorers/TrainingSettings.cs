using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ScoringFairness.Scoring.Bert.Checkpoints.Hub;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Scorers;

/// <summary>What training may use (section <c>Training</c>).</summary>
internal sealed class TrainingSettings : ISettings, IValidatableObject
{
    public static string Section => "Training";

    /// <summary>The folder under which <c>model:</c> checkpoints lie; no other path is ever read.</summary>
    public string? ModelRoot { get; init; }

    /// <summary>
    /// The folder under which each training run leaves its scorer, as <c>auditId/fitNo</c>; null: nowhere. A vocabulary learnt
    /// from responses holds words of them, so what lies here is as private as they are.
    /// </summary>
    public string? ExportRoot { get; init; }

    /// <summary>
    /// The folder under which the state of training runs is kept after each long epoch, so that an interrupted one goes on; by
    /// default one in the system's folder for temporary files. Workers that share it go on with each other's. As private as texts.
    /// </summary>
    public string ResumeRoot { get; init; } = Path.Combine(Path.GetTempPath(), $"scoring-fairness-{Environment.UserName}");

    /// <summary>Seconds that an epoch must take for its state to be kept.</summary>
    [Range(0.0, 86_400)]
    public double ResumeSeconds { get; init; } = 10;

    /// <summary>
    /// Scorers whose training runs go to the queue <c>fits-gpu</c>, separated by commas: kinds (<c>bert</c>), names of scorers,
    /// or what their checkpoints begin with (<c>hf:</c>, <c>model:</c>). Decided where audits are planned; unless set, <c>bert</c>
    /// where a worker serves that queue.
    /// </summary>
    public string? GpuScorers { get; init; }

    /// <summary>The address of the hub, above HF_ENDPOINT.</summary>
    public string? HubEndpoint { get; init; }

    /// <summary>The folder of the hub's cache, above HF_HUB_CACHE and HF_HOME.</summary>
    public string? HubCache { get; init; }

    /// <summary>The token for the hub, above HF_TOKEN.</summary>
    public string? HubToken { get; init; }

    /// <summary>MiB that the files of one checkpoint of the hub may have together.</summary>
    [Range(1, 1_000_000)]
    public long HubMostMiB { get; init; } = 4096;

    /// <summary>Whether the network is left alone, above HF_HUB_OFFLINE.</summary>
    public bool? HubOffline { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ModelRoot is { Length: > 0 } root && !Directory.Exists(root))
        {
            yield return new ValidationResult(
                $"Training__ModelRoot is '{root}', and there is no such folder; "
                + "name the folder that holds the checkpoints, or leave it out.");
        }
    }

    /// <summary>Where a training run leaves its scorer; null: nowhere.</summary>
    public string? ExportFolder(string auditId, int fitNo) =>
        ExportRoot is { Length: > 0 } root ? Path.Combine(root, auditId, fitNo.ToString(CultureInfo.InvariantCulture)) : null;

    /// <summary>The hub by these settings, and by the variables that its own tools know.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public HubSettings Hub(IConfiguration configuration)
    {
        try
        {
            return HubSettings.From(name => name switch
            {
                "HF_ENDPOINT" => HubEndpoint,
                "HF_HUB_CACHE" => HubCache,
                "HF_TOKEN" => HubToken,
                "HF_HUB_OFFLINE" => HubOffline?.ToString(),
                _ => null,
            } ?? configuration[name], HubMostMiB << 20);
        }
        catch (FormatException exception)
        {
            throw new SettingException($"{exception.Message} The setting Training__HubEndpoint stands above it.");
        }
    }
}
