using System.ComponentModel.DataAnnotations;
using System.Text;

namespace ScoringFairness.Service.Webhooks;

/// <summary>Who may be told of something (section <c>Webhooks</c>): addresses come from an operator, never from a request.</summary>
internal sealed class WebhookSettings : IValidatableObject
{
    /// <summary>The webhooks by name.</summary>
    public Dictionary<string, Webhook> Named { get; } = new(StringComparer.Ordinal);

    /// <summary>Seconds until a delivery that failed is tried again; doubled each time.</summary>
    public double RetrySeconds { get; set; } = 30;

    /// <summary>The webhooks that an organisation may name.</summary>
    public IReadOnlyCollection<string> NamesFor(string organisationId) =>
        [.. Named.Where(one => one.Value.Organisations is not { Length: > 0 } only || only.Contains(organisationId)).Select(one => one.Key).Order(StringComparer.Ordinal)];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, webhook) in Named)
        {
            if (!Uri.TryCreate(webhook.Url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            {
                yield return new ValidationResult($"Webhooks__{name}__Url is no http or https address.");
            }
            if (Encoding.UTF8.GetByteCount(webhook.Secret ?? "") < 24)
            {
                yield return new ValidationResult($"Webhooks__{name}__Secret has fewer than 24 bytes; it signs what is sent.");
            }
        }
    }
}

/// <summary>A webhook of the settings.</summary>
internal sealed class Webhook
{
    /// <summary>Where to send.</summary>
    public string? Url { get; set; }

    /// <summary>What signs: the key of an HMAC-SHA256, which the receiver knows too.</summary>
    public string? Secret { get; set; }

    /// <summary>The organisations that may name it; all unless given.</summary>
    public string[]? Organisations { get; set; }
}
