using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Reports;

namespace ScoringFairness.Service.Gates;

/// <summary>What is put to a gate.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record GateRequest
{
    /// <summary>The audit, which must be completed; or `latest`: the newest that is. Or send scheduleId.</summary>
    public string? AuditId { get; init; }

    /// <summary>In the place of auditId: a schedule, of which the newest audit that is completed is taken.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>A policy for this once; the organisation's unless given.</summary>
    public OrganisationPolicy? Policy { get; init; }
}

/// <summary>Whether a scorer may go into use, decided by a policy.</summary>
internal static class GatesEndpoints
{
    private const string Latest = "latest";
    private const string Example = """{ "auditId": "latest" }""";

    public static void MapGates(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/gates").WithTags("7 Gates and schedules").MapPost("/", PostAsync).WithName("postGate").For(Role.Read)
            .WithSummary("Evaluates a policy on an audit: pass, fail or insufficient, with reasons.")
            .WithDescription("pass: every figure that the policy asks for lies within its tolerance, interval and all; fail: some figure's whole "
                + "interval lies beyond; insufficient: neither, for an interval straddles, a group is too small or a figure is undefined. "
                + "For a pipeline, `scoring-fairness gate --audit …` ends with 0, 1 or 2.")
            .WithMetadata(new RequestExample("application/json", Example)).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<Results<Ok<GateAnswer>, ProblemHttpResult>> PostAsync(
        GateRequest request, Caller caller, AuditStore audits, ReportStore reports, PolicyStore policies, ActivityLog log, CancellationToken cancellation)
    {
        if (request.Policy?.Check() is { Any: true } errors)
        {
            return Problems.InvalidBody("The policy cannot be used", errors.ByField.ToDictionary(field => $"policy/{field.Key}", field => field.Value));
        }
        if (request.AuditId is null == request.ScheduleId is null)
        {
            return Problems.BadRequest("Send either auditId (an audit's id, or latest) or scheduleId.");
        }
        var auditId = request.AuditId is null or Latest
            ? await audits.LatestCompletedAsync(caller.OrganisationId, request.ScheduleId)
            : request.AuditId;
        var (status, report) = auditId is null ? (null, null) : await reports.FindAsync(caller.OrganisationId, auditId);
        if (report is null)
        {
            return status is null
                ? Problems.NotFound(auditId is null ? $"completed audit{(request.ScheduleId is { } schedule ? $" of schedule '{schedule}'" : "")}" : $"audit '{auditId}'")
                : Problems.Conflict($"The audit is {status}; a gate needs one that is completed.");
        }
        var answer = Gate.Evaluate(report, request.Policy ?? await policies.FindAsync(caller.OrganisationId, cancellation));
        await log.RecordAsync(caller, "gate.evaluated", auditId, new { answer.Outcome, ownPolicy = request.Policy is not null });
        return TypedResults.Ok(answer);
    }
}
