using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Audits.Policies;

/// <summary>Puts a policy in force, for audits and gates from now on.</summary>
internal sealed class PutPolicy(PolicyStore policies)
{
    /// <summary>Puts it in force with the values of its preset written out.</summary>
    /// <returns>The policy in force.</returns>
    public async Task<Outcome<OrganisationPolicy>> RunAsync(Caller caller, OrganisationPolicy policy, CancellationToken cancellation)
    {
        if (policy.Check() is { Any: true } errors)
        {
            return new Outcome<OrganisationPolicy>.Refused("The policy cannot be used", errors.ByField);
        }
        await policies.PutAsync(caller, policy.WrittenOut(), cancellation);
        return new Outcome<OrganisationPolicy>.Done(await policies.FindAsync(caller.OrganisationId, cancellation));
    }
}
