using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Deletes an audit with its scores and figures.</summary>
internal sealed class DeleteAudit(AuditStore audits)
{
    /// <summary>Deletes one that has ended.</summary>
    public async Task<Outcome<bool>> RunAsync(Caller caller, string auditId, CancellationToken cancellation)
    {
        if (await audits.FindAsync(caller.OrganisationId, auditId) is not { } audit || !audit.IsSeenBy(caller))
        {
            return AuditViews.NoAudit<bool>(auditId);
        }
        return AuditStatus.IsFinal(audit.Status)
            ? new Outcome<bool>.Done(await audits.DeleteAsync(caller, auditId, cancellation))
            : new Outcome<bool>.Conflict($"The audit is {audit.Status}; call it off first with POST /v1/audits/{auditId}/cancel.");
    }
}
