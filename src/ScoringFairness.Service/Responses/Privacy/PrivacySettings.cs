using System.ComponentModel.DataAnnotations;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Responses.Privacy;

/// <summary>How students' texts are kept (section <c>Privacy</c>).</summary>
internal sealed class PrivacySettings : ISettings, IValidatableObject
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    public static string Section => "Privacy";

    /// <summary>
    /// Keys that texts are encrypted with in the database, each 32 bytes in Base64: the first encrypts, all decrypt. None: texts
    /// are stored as they are.
    /// </summary>
    public string[] TextKeys { get; init; } = [];

    /// <summary>Minutes between looks at texts that a policy keeps no longer.</summary>
    [Range(0.001, 1440)]
    public double SweepMinutes { get; init; } = 60;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var key = new byte[KeyBytes + 1];
        foreach (var (text, place) in TextKeys.Select((text, place) => (text, place)))
        {
            if (!Convert.TryFromBase64String(text, key, out var length) || length != KeyBytes)
            {
                yield return new ValidationResult($"Privacy__TextKeys__{place} is not {KeyBytes} bytes in Base64; `openssl rand -base64 32` makes a key.");
            }
        }
    }
}
