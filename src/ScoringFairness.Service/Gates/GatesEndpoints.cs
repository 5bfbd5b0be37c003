using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Gates;

/// <summary>What is put to a gate.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record GateRequest
{
    private const string Latest = "latest";

    /// <summary>
    /// The audit, which must be completed; or `latest`: of the organisation's completed audits, whatever they are about, the one that was
    /// asked for last; item and name narrow it. Or send scheduleId.
    /// </summary>
    public string? AuditId { get; init; }

    /// <summary>In the place of auditId: a schedule, of whose completed audits the last is taken.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>With `latest` or scheduleId: only audits of this item.</summary>
    public string? Item { get; init; }

    /// <summary>With `latest` or scheduleId: only audits with this in their name.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the last of some audits is meant, and none by its id.</summary>
    internal bool IsLatest => AuditId is null or Latest;

    /// <summary>A policy for this once; the organisation's unless given.</summary>
    public OrganisationPolicy? Policy { get; init; }
}

/// <summary>Whether a scorer may go into use, decided by a policy.</summary>
internal static class GatesEndpoints
{
    private const string Example = """{ "auditId": "latest" }""";

    public static IServiceCollection AddGates(this IServiceCollection services) => services.AddSingleton<EvaluateGate>();

    public static void MapGates(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/gates").WithTags("7 Gates and schedules").MapPost("/", PostAsync).WithName("postGate").For(Role.Read)
            .WithSummary("Evaluates a policy on an audit: pass, fail or insufficient, with reasons.")
            .WithDescription("pass: every figure that the policy asks for lies within its tolerance, or at or above its minimum, interval and all; "
                + "fail: some figure's whole interval lies beyond; insufficient: neither, for an interval straddles, a group is too small or a figure "
                + "is undefined. Unless the policy names measures (gate.measures), it asks for those of its preset, else of the three questions, and "
                + "for every minimum in force, that of qwk above all. "
                + "For a pipeline, `scoring-fairness gate --audit …` ends with 0, 1 or 2.")
            .WithMetadata(new RequestExample("application/json", Example)).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<Results<Ok<GateAnswer>, ProblemHttpResult>> PostAsync(
        GateRequest request, Caller caller, EvaluateGate evaluate, CancellationToken cancellation)
    {
        if (request.AuditId is null == request.ScheduleId is null)
        {
            return Problems.BadRequest("Send either auditId (an audit's id, or latest) or scheduleId.");
        }
        if (!request.IsLatest && (request.Item ?? request.Name) is not null)
        {
            return Problems.BadRequest("item and name choose among audits: send them with auditId latest or with scheduleId, not with the id of an audit.");
        }
        var outcome = await evaluate.RunAsync(caller, request, cancellation);
        return outcome is Outcome<GateAnswer>.Done answered ? TypedResults.Ok(answered.Value) : outcome.Problem();
    }
}
