using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using ScoringFairness.Scoring.Bert.Checkpoints.Hub;
using ScoringFairness.Scoring.NasBert;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Scorers.NasBert;

/// <summary>Where the weights of NAS-BERT lie, and what its fits may take (section <c>NasBert</c>).</summary>
internal sealed partial class NasBertSettings : ISettings, IValidatableObject
{
    private static readonly NasBertOptions Defaults = new() { Folder = "" };

    public static string Section => "NasBert";

    /// <summary>The folder of the weights, closed to other accounts; null: <c>nas-bert</c> beside the hub's cache.</summary>
    public string? Folder { get; init; }

    /// <summary>The SHA-256 that the weights must have; null: whatever they have, the same for a whole audit.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Longest time of one fit, in seconds.</summary>
    [Range(1, int.MaxValue)]
    public int TimeoutSeconds { get; init; } = (int)Defaults.Timeout.TotalSeconds;

    /// <summary>Most resident memory of its process.</summary>
    [Range(1, int.MaxValue)]
    public int MemoryMiB { get; init; } = (int)Defaults.MemoryMiB;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Sha256 is { } digest && !Digest().IsMatch(digest))
            yield return new ValidationResult("is no SHA-256; set its 64 hexadecimal digits, or leave it out.", [nameof(Sha256)]);
    }

    /// <summary>How NAS-BERT is trained where a request chooses nothing.</summary>
    public NasBertOptions Options(HubSettings hub) => Defaults with
    {
        Folder = Folder ?? Path.Combine(Path.GetDirectoryName(hub.Cache) ?? hub.Cache, "nas-bert"),
        Sha256 = Sha256,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        MemoryMiB = MemoryMiB,
    };

    [GeneratedRegex("^[0-9a-fA-F]{64}$")]
    private static partial Regex Digest();
}
