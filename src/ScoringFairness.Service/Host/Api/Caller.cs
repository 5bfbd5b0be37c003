using System.Security.Claims;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Who calls. Everything that is read or written belongs to the caller's organisation.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="Actor">The caller's name in the record of activity.</param>
internal sealed record Caller(string OrganisationId, string Actor)
{
    /// <summary>The organisation of a service that runs without API keys.</summary>
    public const string OpenOrganisation = "default";

    /// <summary>Whether the caller may read: to who may not, a refusal or a form gives no number of responses.</summary>
    public bool MayRead { get; init; } = true;

    /// <summary>Whether the caller may start audits and change them: to who may not, pages offer nothing of it.</summary>
    public bool MayAudit { get; init; }

    /// <summary>Whether the caller may read audits' responses one by one: to who may not, nothing says that there are any.</summary>
    public bool MayReadTexts { get; init; }

    private const string OrganisationClaim = "organisation";

    /// <summary>The caller of a request that access control has let in.</summary>
    public static Caller Of(HttpContext request) => new(
        request.User.FindFirstValue(OrganisationClaim) ?? throw new InvalidOperationException("The request was let in without an organisation."),
        request.User.Identity!.Name!)
    {
        MayRead = request.User.IsInRole(Role.Read) || request.User.IsInRole(Role.Admin),
        MayAudit = request.User.IsInRole(Role.Audit) || request.User.IsInRole(Role.Admin),
        MayReadTexts = request.User.IsInRole(Role.Texts) || request.User.IsInRole(Role.Admin),
    };

    /// <summary>The caller in the form that requests carry.</summary>
    public static ClaimsPrincipal Principal(string scheme, string organisationId, string actor, IEnumerable<string> roles) =>
        new(new ClaimsIdentity(
            [new(OrganisationClaim, organisationId), new(ClaimTypes.Name, actor), .. roles.Select(role => new Claim(ClaimTypes.Role, role))], scheme));
}
