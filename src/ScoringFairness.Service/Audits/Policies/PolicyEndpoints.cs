using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Audits.Policies;

/// <summary>The policy of the caller's organisation.</summary>
internal static class PolicyEndpoints
{
    private const string Example =
        """
        { "references": { "gender": "male" }, "tolerances": { "equalizedOdds": 0.1 }, "minGroupSize": 30, "minCellSize": 10,
          "gate": { "minimumN": 100, "splits": ["mixed"] } }
        """;

    public static void MapPolicy(this IEndpointRouteBuilder routes)
    {
        var policy = routes.MapGroup("/v1/policy").WithTags("7 Gates and schedules");
        policy.MapGet("/", GetAsync).WithName("getPolicy").For(Role.Read)
            .WithSummary("Shows the policy in force, with every default written out.");
        policy.MapGet("/presets", () => TypedResults.Ok(PolicyPresets.All)).WithName("listPolicyPresets").For(Role.Read)
            .WithSummary("Lists tolerances and minimums that others published, with their source and the form that they take here.")
            .WithDescription("A policy, an audit or an evaluation takes one by \"preset\"; values of its own stand above it.");
        policy.MapPut("/", PutAsync).WithName("putPolicy").For(Role.Admin).WithSummary("Puts a policy in force, for audits and gates from now on.")
            .WithMetadata(new RequestExample("application/json", Example)).ProducesProblem(400);
    }

    private static async Task<Ok<OrganisationPolicy>> GetAsync(Caller caller, PolicyStore policies, CancellationToken cancellation) =>
        TypedResults.Ok((await policies.FindAsync(caller.OrganisationId, cancellation)).WithDefaults());

    private static async Task<Results<Ok<OrganisationPolicy>, ProblemHttpResult>> PutAsync(
        OrganisationPolicy policy, Caller caller, PutPolicy put, CancellationToken cancellation)
    {
        var outcome = await put.RunAsync(caller, policy, cancellation);
        return outcome is Outcome<OrganisationPolicy>.Done inForce ? TypedResults.Ok(inForce.Value.WithDefaults()) : outcome.Problem();
    }
}
