using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Reports;

namespace ScoringFairness.Service.Gates;

/// <summary>Puts an audit to a gate.</summary>
internal sealed class EvaluateGate(AuditStore audits, ReportStore reports, PolicyStore policies, ActivityLog log)
{
    private const string Latest = "latest";

    /// <summary>Evaluates the policy on an audit, or on the newest that is completed, and records it.</summary>
    public async Task<Outcome<GateAnswer>> RunAsync(Caller caller, GateRequest request, CancellationToken cancellation)
    {
        if (request.Policy?.Check() is { Any: true } errors)
        {
            return new Outcome<GateAnswer>.Refused(
                "The policy cannot be used", errors.ByField.ToDictionary(field => $"policy/{field.Key}", field => field.Value));
        }
        var auditId = request.AuditId is null or Latest
            ? await audits.LatestCompletedAsync(caller.OrganisationId, request.ScheduleId)
            : request.AuditId;
        var (status, report) = auditId is null ? (null, null) : await reports.FindAsync(caller.OrganisationId, auditId);
        if (report is null)
        {
            return status is null
                ? new Outcome<GateAnswer>.Missing(auditId is not null ? $"audit '{auditId}'"
                    : request.ScheduleId is { } schedule ? $"completed audit of schedule '{schedule}'" : "completed audit")
                : new Outcome<GateAnswer>.Conflict($"The audit is {status}; a gate needs one that is completed.");
        }
        var answer = Gate.Evaluate(report, request.Policy ?? await policies.FindAsync(caller.OrganisationId, cancellation));
        await log.RecordAsync(caller, "gate.evaluated", auditId, new { answer.Outcome, ownPolicy = request.Policy is not null });
        return new Outcome<GateAnswer>.Done(answer);
    }
}
