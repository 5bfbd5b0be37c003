using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Training;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Lists the training runs of an audit, as they may be told.</summary>
internal sealed class ListFits(AuditStore audits, ToldFits fits)
{
    /// <summary>A part of them, by their numbers.</summary>
    /// <param name="organisationId">Whose audit it is.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="after">The number before the first.</param>
    /// <param name="limit">How many at most.</param>
    public async Task<Outcome<IReadOnlyList<Fit>>> RunAsync(string organisationId, string auditId, int after, int limit) =>
        await audits.FindAsync(organisationId, auditId) is { } audit
            ? new Outcome<IReadOnlyList<Fit>>.Done(
                await fits.ListAsync(organisationId, auditId, audit.Data, audit.Design.MinCellSize, after, limit))
            : AuditViews.NoAudit<IReadOnlyList<Fit>>(auditId);
}
