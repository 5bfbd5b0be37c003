namespace ScoringFairness.Service.Host.Api;

/// <summary>Who calls. Everything that is read or written belongs to the caller's organisation.</summary>
internal sealed class Caller
{
    /// <summary>The organisation of a service that runs without API keys.</summary>
    public const string OpenOrganisation = "default";

    /// <summary>The caller's organisation.</summary>
    public string OrganisationId { get; } = OpenOrganisation;
}
