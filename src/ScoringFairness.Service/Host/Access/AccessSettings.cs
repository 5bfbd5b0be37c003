using System.ComponentModel.DataAnnotations;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Access;

/// <summary>Who may call (section <c>Access</c>); keys are in the database.</summary>
internal sealed class AccessSettings : ISettings, IValidatableObject
{
    public static string Section => "Access";

    /// <summary>Whether the service listens beyond loopback although it has no key: where something else keeps strangers out.</summary>
    public bool OpenBeyondLoopback { get; init; }

    /// <summary>
    /// Names and addresses, separated by commas, that a service without keys answers to beside those of loopback; a request that names
    /// another host is refused, as it may come from another site's page (DNS rebinding).
    /// </summary>
    public string OpenHosts { get; init; } = "";

    /// <summary>The organisation that runs this installation: its admins see the queue's dashboard, which shows the jobs of all.</summary>
    [Required]
    public string OperatorOrganisation { get; init; } = Caller.OpenOrganisation;

    /// <summary>The OpenID Connect issuer whose bearer tokens are accepted; null: API keys only.</summary>
    [Url(ErrorMessage = "set the address of an OpenID Connect issuer")]
    public string? Issuer { get; init; }

    /// <summary>The audience that tokens must name.</summary>
    public string? Audience { get; init; }

    /// <summary>The claim of a token that names the organisation.</summary>
    [Required]
    public string OrganisationClaim { get; init; } = "organisation";

    /// <summary>The claim of a token that names the roles.</summary>
    [Required]
    public string RolesClaim { get; init; } = "roles";

    /// <summary>Whether the issuer's description may be read without TLS: for tests on loopback.</summary>
    public bool AllowPlainIssuer { get; init; }

    /// <summary>Requests a second that one key may make in the long run.</summary>
    [Range(1, 100_000)]
    public int RequestsPerSecond { get; init; } = 500;

    /// <summary>Requests that one key may make at once before it is held to the rate.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; init; } = 1000;

    /// <summary>Event streams of one organisation at once; each asks the database twice a second.</summary>
    [Range(1, 10_000)]
    public int EventStreams { get; init; } = 20;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Issuer is not null && string.IsNullOrEmpty(Audience))
        {
            yield return new ValidationResult("Access__Issuer needs Access__Audience: else a token for another service would open this one.");
        }
    }
}
