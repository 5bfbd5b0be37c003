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
    private const string Example = """{ "auditId": "latest" }""";

    public static IServiceCollection AddGates(this IServiceCollection services) => services.AddSingleton<EvaluateGate>();

    public static void MapGates(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/gates").WithTags("7 Gates and schedules").MapPost("/", PostAsync).WithName("postGate").For(Role.Read)
            .WithSummary("Evaluates a policy on an audit: pass, fail or insufficient, with reasons.")
            .WithDescription("pass: every figure that the policy asks for lies within its tolerance, interval and all; fail: some figure's whole "
                + "interval lies beyond; insufficient: neither, for an interval straddles, a group is too small or a figure is undefined. "
                + "For a pipeline, `scoring-fairness gate --audit …` ends with 0, 1 or 2.")
            .WithMetadata(new RequestExample("application/json", Example)).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<Results<Ok<GateAnswer>, ProblemHttpResult>> PostAsync(
        GateRequest request, Caller caller, EvaluateGate evaluate, CancellationToken cancellation)
    {
        if (request.AuditId is null == request.ScheduleId is null)
        {
            return Problems.BadRequest("Send either auditId (an audit's id, or latest) or scheduleId.");
        }
        var outcome = await evaluate.RunAsync(caller, request, cancellation);
        return outcome is Outcome<GateAnswer>.Done answered ? TypedResults.Ok(answered.Value) : outcome.Problem();
    }
}
