using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Reports;

namespace ScoringFairness.Service.Gates;

/// <summary>Puts an audit to a gate.</summary>
internal sealed class EvaluateGate(AuditStore audits, ReportStore reports, PolicyStore policies, ActivityLog log)
{
    /// <summary>Evaluates the policy on an audit, or on the one asked for last of those that are completed, and records it.</summary>
    public async Task<Outcome<GateAnswer>> RunAsync(Caller caller, GateRequest request, CancellationToken cancellation)
    {
        if (request.Policy?.Check() is { Any: true } errors)
        {
            return new Outcome<GateAnswer>.Refused(
                "The policy cannot be used", errors.ByField.ToDictionary(field => $"policy/{field.Key}", field => field.Value));
        }
        var auditId = request.IsLatest ? await LatestAsync(caller, request) : request.AuditId;
        var (status, report) = auditId is null ? (null, null) : await reports.FindAsync(caller.OrganisationId, auditId);
        if (report is null)
        {
            return status is null
                ? new Outcome<GateAnswer>.Missing(auditId is not null ? $"audit '{auditId}'" : $"completed audit{Of("of schedule", request.ScheduleId)}"
                    + $"{Of("of item", request.Item)}{Of("with the name", request.Name)}")
                : new Outcome<GateAnswer>.Conflict($"The audit is {status}; a gate needs one that is completed.");
        }
        var answer = Gate.Evaluate(report, request.Policy ?? await policies.FindAsync(caller.OrganisationId, cancellation));
        await log.RecordAsync(caller, "gate.evaluated", auditId, new { answer.Outcome, ownPolicy = request.Policy is not null });
        return new Outcome<GateAnswer>.Done(answer);
    }

    private async Task<string?> LatestAsync(Caller caller, GateRequest request)
    {
        var filter = new AuditFilter { Status = AuditStatus.Completed, Schedule = request.ScheduleId, Item = request.Item, Name = request.Name };
        return (await audits.PartAsync(caller.OrganisationId, filter, after: null, 1)).Entries is [var last, ..] ? last.AuditId : null;
    }

    private static string Of(string what, string? value) => value is null ? "" : $" {what} '{value}'";
}
