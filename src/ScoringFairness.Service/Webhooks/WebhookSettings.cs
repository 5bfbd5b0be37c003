using System.ComponentModel.DataAnnotations;
using System.Text;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Webhooks;

/// <summary>Who may be told of something (section <c>Webhooks</c>): addresses come from an operator, never from a request.</summary>
internal sealed class WebhookSettings : NamedSettings<Webhook>, ISettings, IValidatableObject
{
    private const string Base64Prefix = "whsec_";
    private const int LeastKeyBytes = 24;

    public static string Section => "Webhooks";

    /// <summary>Seconds until a delivery that failed is tried again; doubled each time.</summary>
    [Range(0.0, 86_400)]
    public double RetrySeconds { get; init; } = 30;

    /// <summary>The webhooks that an organisation may name.</summary>
    public IReadOnlyCollection<string> NamesFor(string organisationId) =>
        [.. Named.Where(one => one.Value.Organisations is not { Length: > 0 } only || only.Contains(organisationId)).Select(one => one.Key)];

    /// <summary>The bytes that sign: those of Base64 behind <c>whsec_</c>, as Standard Webhooks writes them, or the text's own.</summary>
    public static byte[] Key(string secret) =>
        secret.StartsWith(Base64Prefix, StringComparison.Ordinal) ? Convert.FromBase64String(secret[Base64Prefix.Length..]) : Encoding.UTF8.GetBytes(secret);

    private static bool IsKey(string secret)
    {
        try
        {
            return Key(secret).Length >= LeastKeyBytes;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, webhook) in Named)
        {
            if (!Uri.TryCreate(webhook.Url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            {
                yield return new ValidationResult($"Webhooks__{name}__Url is no http or https address.");
            }
            if (webhook.Secret is not { } secret || !IsKey(secret))
            {
                yield return new ValidationResult(
                    $"Webhooks__{name}__Secret needs 24 bytes at least, as they are or as 'whsec_' and their Base64; "
                    + "it signs what is sent.");
            }
        }
    }
}

/// <summary>A webhook of the settings.</summary>
internal sealed class Webhook
{
    /// <summary>Where to send.</summary>
    public string? Url { get; init; }

    /// <summary>What signs: the key of an HMAC-SHA256, which the receiver knows too.</summary>
    public string? Secret { get; init; }

    /// <summary>The organisations that may name it; all unless given.</summary>
    public string[]? Organisations { get; init; }
}
