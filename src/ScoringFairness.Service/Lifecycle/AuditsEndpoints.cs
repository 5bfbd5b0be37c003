using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Training;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Audits: asked for, watched, called off.</summary>
internal static class AuditsEndpoints
{
    private const string Example =
        """
        {
          "name": "Spring 2026",
          "items": ["all"],
          "attribute": ["gender"],
          "scorers": [
            { "kind": "bert", "checkpoint": "package:minilm-l6", "splits": ["mixed", "mixedMatched", "only:male", "only:female"] },
            { "kind": "linear" }
          ],
          "folds": 3,
          "seed": 17
        }
        """;

    public static IServiceCollection AddLifecycle(this IServiceCollection services) =>
        services.AddSingleton<AuditViews>().AddSingleton<ListAudits>().AddSingleton<ListFits>()
            .AddSingleton<StartAudit>().AddSingleton<CancelAudit>().AddSingleton<RetryAudit>().AddSingleton<DeleteAudit>()
            .AddSingleton<ChangeAudit>().AddSingleton<StreamPlaces>();

    public static void MapAudits(this IEndpointRouteBuilder routes)
    {
        var audits = routes.MapGroup("/v1/audits").WithTags("4 Audits");
        audits.MapPost("/", PostAsync).WithName("postAudit").For(Role.Audit)
            .WithSummary("Starts an audit: trains scorers by split, cross-fitted, and measures them.")
            .WithDescription("Only items and attribute are required. A request that cannot run is refused at once with everything that is wrong. "
                + "With the header Idempotency-Key, the same request sent again gives the same audit, and another is refused. "
                + "POST /v1/audits/cost answers what it would take without running it.")
            .WithMetadata(
                new RequestExample("application/json", Example), new FormerName("dryRun", "send the same body to POST /v1/audits/cost, which runs nothing"))
            .ProducesProblem(400).ProducesProblem(422);
        audits.MapPost("/cost", CostAsync).WithName("estimateAudit").For(Role.Audit)
            .WithSummary("Tells what an audit would take, without starting it.")
            .WithDescription("The body is that of POST /v1/audits, and is refused for the same reasons. The answer holds the fits, how long they "
                + "would take by those that are done here already (time), and the tokens and the price of chat models by the price list of the settings.")
            .WithMetadata(new RequestExample("application/json", Example)).ProducesProblem(400);
        audits.MapGet("/", ListAsync).WithName("listAudits").For(Role.Read).WithSummary("Lists audits, the newest first.")
            .WithDescription("status, item, name, schedule and verdict choose among them: in a state, of an item, with this in their name, begun by "
                + "a schedule, and those whose report's worst answer to one of the three questions, over groups and over scorers as they could go into "
                + "use (scores from outside, trained scorers on the split mixed), has that verdict: within finds audits all of whose answers to it are "
                + "within. question names which of the three; order=oldest turns the list around.").ProducesProblem(400);
        audits.MapGet("/{auditId}", GetAsync).WithName("getAudit").For(Role.Read, Role.Audit)
            .WithSummary("Tells where an audit stands; a key with the role audit alone sees those that it began.").ProducesProblem(404);
        audits.MapGet("/{auditId}/events", AuditEvents.GetAsync).WithName("getAuditEvents").DisableRequestTimeout().For(Role.Read, Role.Audit)
            .WithSummary("Sends a server-sent event `progress` at every change, and a last one named by how the audit ended.")
            .WithDescription("Each event has an id; who connects again with it in Last-Event-ID (browsers do) gets what has changed since. After the last "
                + "event the answer is 204, at which a browser stops. An organisation has so many streams open at once as the setting "
                + "Access__EventStreams says, 20 unless set; one more is answered 429 with Retry-After.")
            .ProducesProblem(404).ProducesProblem(429);
        audits.MapPost("/{auditId}/cancel", CancelAsync).WithName("cancelAudit").For(Role.Audit).WithSummary("Calls an audit off.")
            .ProducesProblem(404).ProducesProblem(409);
        audits.MapPost("/{auditId}/retry", RetryAsync).WithName("retryAudit").For(Role.Audit).WithSummary("Resumes a failed audit.")
            .WithDescription("Training runs that are done are kept; those that failed or were called off with it are queued again.")
            .ProducesProblem(404).ProducesProblem(409);
        audits.MapPatch("/{auditId}", ChangeAsync).WithName("changeAudit").For(Role.Audit)
            .WithSummary("Renames an audit, or puts a reviewer's note and sign-off into its report.")
            .WithDescription("What is left out stays as it is; figures never change. A completed audit can be reviewed until it is signed off. "
                + "A key with the role audit alone changes those that it began.")
            .WithMetadata(new RequestExample(
                "application/json",
                """{ "name": "Spring 2026, second look", "review": { "note": "Deployed with human review of scores 1 and 2.", "by": "A. Director" } }"""))
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        audits.MapDelete("/{auditId}", DeleteAsync).WithName("deleteAudit").For(Role.Audit)
            .WithSummary("Deletes an audit with its scores and figures.").ProducesProblem(404).ProducesProblem(409);
        audits.MapGet("/{auditId}/fits", FitsAsync).WithName("listFits").For(Role.Read)
            .WithSummary("Lists the training runs of an audit.").ProducesProblem(404);
    }

    private static async Task<Results<Ok<AuditCost>, ProblemHttpResult>> CostAsync(
        AuditRequest request, Caller caller, EstimateAudit estimate, CancellationToken cancellation)
    {
        var cost = await estimate.RunAsync(caller, request, cancellation);
        return cost is Outcome<AuditCost>.Done estimated ? TypedResults.Ok(estimated.Value) : cost.Problem();
    }

    private static async Task<Results<Accepted<AuditView>, ProblemHttpResult>> PostAsync(
        AuditRequest request, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, Caller caller, StartAudit start,
        CancellationToken cancellation)
    {
        var outcome = await start.RunAsync(caller, request, idempotencyKey, cancellation);
        return outcome is Outcome<AuditView>.Done started ? Accepted(started.Value) : outcome.Problem();
    }

    private static async Task<Results<Ok<Page<AuditView>>, ProblemHttpResult>> ListAsync(
        Caller caller, ListAudits list,
        [AllowedValues(AuditStatus.Queued, AuditStatus.Training, AuditStatus.Evaluating, AuditStatus.Completed, AuditStatus.Failed, AuditStatus.Cancelled)]
        string? status = null,
        string? item = null, string? name = null, string? schedule = null,
        [AllowedValues("within", "exceeds", "inconclusive", "undefined")] string? verdict = null,
        [AllowedValues("bias", "disparity", "fairness")] string? question = null,
        [AllowedValues("newest", "oldest")] string? order = null, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        if (problem is not null)
        {
            return Paging.Refused(problem);
        }
        var filter = new AuditFilter { Status = status, Item = item, Name = name, Schedule = schedule, IsOldestFirst = order == "oldest" };
        return TypedResults.Ok(await list.RunAsync(caller.OrganisationId, filter, verdict is null ? null : new VerdictFilter(verdict, question), key, size));
    }

    private static async Task<Results<Ok<AuditView>, ProblemHttpResult>> GetAsync(string auditId, Caller caller, AuditViews views) =>
        await views.FindAsync(caller, auditId) is { } audit ? TypedResults.Ok(audit) : AuditViews.NotFound(auditId);

    private static async Task<Results<Ok<AuditView>, ProblemHttpResult>> CancelAsync(
        string auditId, Caller caller, CancelAudit cancel, CancellationToken cancellation)
    {
        var outcome = await cancel.RunAsync(caller, auditId, cancellation);
        return outcome is Outcome<AuditView>.Done cancelled ? TypedResults.Ok(cancelled.Value) : outcome.Problem();
    }

    private static async Task<Results<Accepted<AuditView>, ProblemHttpResult>> RetryAsync(
        string auditId, Caller caller, RetryAudit retry, CancellationToken cancellation)
    {
        var outcome = await retry.RunAsync(caller, auditId, cancellation);
        return outcome is Outcome<AuditView>.Done resumed ? Accepted(resumed.Value) : outcome.Problem();
    }

    private static async Task<Results<Ok<AuditView>, ProblemHttpResult>> ChangeAsync(
        string auditId, AuditChange change, Caller caller, ChangeAudit use, CancellationToken cancellation)
    {
        var outcome = await use.RunAsync(caller, auditId, change, cancellation);
        return outcome is Outcome<AuditView>.Done changed ? TypedResults.Ok(changed.Value) : outcome.Problem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string auditId, Caller caller, DeleteAudit delete, CancellationToken cancellation)
    {
        var outcome = await delete.RunAsync(caller, auditId, cancellation);
        return outcome is Outcome<bool>.Done ? TypedResults.NoContent() : outcome.Problem();
    }

    private static async Task<Results<Ok<Page<Fit>>, ProblemHttpResult>> FitsAsync(
        string auditId, Caller caller, ListFits list, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        if (problem is not null || (key is not null && !int.TryParse(key, out _)))
        {
            return Paging.Refused(problem);
        }
        var outcome = await list.RunAsync(
            caller.OrganisationId, auditId, key is null ? 0 : int.Parse(key, System.Globalization.CultureInfo.InvariantCulture), size + 1);
        return outcome is Outcome<IReadOnlyList<Fit>>.Done found
            ? TypedResults.Ok(Paging.Cut(found.Value, size, fit => fit.FitNo.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            : outcome.Problem();
    }

    private static Accepted<AuditView> Accepted(AuditView view) => TypedResults.Accepted($"/v1/audits/{view.AuditId}", view);
}
