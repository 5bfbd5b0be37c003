using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Erasure;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;
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
          "items": "all",
          "attribute": "gender",
          "scorers": [
            { "kind": "bert", "checkpoint": "scratch:tiny", "splits": ["mixed", "mixedMatched", "only:male", "only:female"] },
            { "kind": "linear" }
          ],
          "folds": 3,
          "seed": 17
        }
        """;

    private static readonly TimeSpan EventPace = TimeSpan.FromMilliseconds(500);

    public static IServiceCollection AddAudits(this IServiceCollection services) =>
        services.AddSingleton(TimeProvider.System).AddSingleton<AuditStore>().AddSingleton<PlannedResponses>()
            .AddSingleton<AuditViews>().AddSingleton<PolicyStore>().AddSingleton<ITextsKept>(services => services.GetRequiredService<PolicyStore>()).AddSingleton<AuditRequestReader>().AddSingleton<EstimateAudit>().AddJob<PlanAudit>(PlanAudit.Kind);

    public static void MapAudits(this IEndpointRouteBuilder routes)
    {
        var audits = routes.MapGroup("/v1/audits").WithTags("4 Audits");
        audits.MapPost("/", PostAsync).WithName("postAudit").For(Role.Audit)
            .WithSummary("Starts an audit: trains scorers by split, cross-fitted, and measures them.")
            .WithDescription("Only items and attribute are required. A request that cannot run is refused at once with everything that is wrong. "
                + "With the header Idempotency-Key, the same request sent again gives the same audit. dryRun=true runs nothing and answers 200 with the fits, "
                + "and with the tokens and the price of chat models by the price list of the settings.")
            .WithMetadata(new RequestExample("application/json", Example)).ProducesProblem(400);
        audits.MapGet("/", ListAsync).WithName("listAudits").For(Role.Read).WithSummary("Lists audits, the newest first.").ProducesProblem(400);
        audits.MapGet("/{auditId}", GetAsync).WithName("getAudit").For(Role.Read).WithSummary("Tells where an audit stands.").ProducesProblem(404);
        audits.MapGet("/{auditId}/events", EventsAsync).WithName("getAuditEvents").DisableRequestTimeout().For(Role.Read)
            .WithSummary("Sends a server-sent event at every change of progress, until the audit ends.").ProducesProblem(404);
        audits.MapPost("/{auditId}/cancel", CancelAsync).WithName("cancelAudit").For(Role.Audit).WithSummary("Calls an audit off.")
            .ProducesProblem(404).ProducesProblem(409);
        audits.MapPost("/{auditId}/retry", AuditRetry.PostAsync).WithName("retryAudit").For(Role.Audit).WithSummary("Resumes a failed audit.")
            .WithDescription("Training runs that are done are kept; those that failed or were called off with it are queued again.")
            .ProducesProblem(404).ProducesProblem(409);
        audits.MapDelete("/{auditId}", DeleteAsync).WithName("deleteAudit").For(Role.Audit)
            .WithSummary("Deletes an audit with its scores and figures.").ProducesProblem(404).ProducesProblem(409);
        audits.MapGet("/{auditId}/fits", FitsAsync).WithName("listFits").For(Role.Read).WithSummary("Lists the training runs of an audit.").ProducesProblem(404);
    }

    internal static async Task<Results<Accepted<AuditView>, Ok<AuditCost>, ProblemHttpResult>> PostAsync(
        AuditRequest request, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, Caller caller,
        AuditRequestReader reader, AuditStore audits, AuditViews views, OrganisationDatabase database, JobOutbox outbox,
        EstimateAudit estimate, CancellationToken cancellation, bool dryRun = false)
    {
        if (idempotencyKey is not null && Identifier.Problem(idempotencyKey) is { } keyProblem)
        {
            return Problems.BadRequest($"Idempotency-Key {keyProblem}.");
        }
        if (!dryRun && idempotencyKey is not null && await audits.FindByKeyAsync(caller.OrganisationId, idempotencyKey) is { } before)
        {
            return Accepted(await views.OfAsync(caller.OrganisationId, before));
        }
        var (design, errors) = await reader.ReadAsync(caller.OrganisationId, request, cancellation, dryRun);
        if (design is null)
        {
            return Problems.Invalid("The audit cannot be run", errors);
        }
        if (dryRun)
        {
            return TypedResults.Ok(await estimate.RunAsync(caller.OrganisationId, design, cancellation));
        }
        var auditId = AuditStart.NewId();
        var isNew = await database.InTransactionAsync(
            caller.OrganisationId,
            connection => AuditStart.BeginAsync(connection, caller, auditId, design, idempotencyKey), cancellation);
        outbox.Wake();
        var audit = isNew
            ? await audits.FindAsync(caller.OrganisationId, auditId)
            : await audits.FindByKeyAsync(caller.OrganisationId, idempotencyKey!);
        return Accepted(await views.OfAsync(caller.OrganisationId, audit!));

        static Accepted<AuditView> Accepted(AuditView view) => TypedResults.Accepted($"/v1/audits/{view.AuditId}", view);
    }

    private static async Task<Results<Ok<Page<AuditView>>, ProblemHttpResult>> ListAsync(
        Caller caller, AuditStore audits, AuditViews views, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        if (problem is not null)
        {
            return Problems.BadRequest(problem);
        }
        var shown = new List<AuditView>();
        foreach (var audit in await audits.ListAsync(caller.OrganisationId, key, size + 1))
        {
            shown.Add(await views.OfAsync(caller.OrganisationId, audit));
        }
        return TypedResults.Ok(Paging.Cut(shown, size, audit => audit.AuditId));
    }

    private static async Task<Results<Ok<AuditView>, ProblemHttpResult>> GetAsync(string auditId, Caller caller, AuditViews views) =>
        await views.FindAsync(caller.OrganisationId, auditId) is { } audit ? TypedResults.Ok(audit) : NoAudit(auditId);

    private static async Task<Results<ServerSentEventsResult<AuditView>, ProblemHttpResult>> EventsAsync(
        string auditId, Caller caller, AuditViews views, CancellationToken cancellation) =>
        await views.FindAsync(caller.OrganisationId, auditId) is null
            ? NoAudit(auditId)
            : TypedResults.ServerSentEvents(WatchAsync(caller.OrganisationId, auditId, views, cancellation));

    private static async IAsyncEnumerable<SseItem<AuditView>> WatchAsync(
        string organisationId, string auditId, AuditViews views, [EnumeratorCancellation] CancellationToken cancellation)
    {
        AuditView? last = null;
        while (await views.FindAsync(organisationId, auditId) is { } audit)
        {
            var changed = last is null || last.Status != audit.Status || last.Progress.Fraction != audit.Progress.Fraction
                || !last.Progress.Running.SequenceEqual(audit.Progress.Running);
            if (changed)
            {
                yield return new SseItem<AuditView>(audit, "progress");
            }
            if (AuditStatus.IsFinal(audit.Status))
            {
                yield break;
            }
            last = audit;
            await Task.Delay(EventPace, cancellation);
        }
    }

    internal static async Task<Results<Ok<AuditView>, ProblemHttpResult>> CancelAsync(
        string auditId, Caller caller, AuditViews views, OrganisationDatabase database, CancellationToken cancellation)
    {
        var status = await database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var before = await AuditSteps.LockAsync(connection, caller.OrganisationId, auditId);
                if (before is not null && !AuditStatus.IsFinal(before))
                {
                    await AuditSteps.SetStatusAsync(connection, caller.OrganisationId, auditId, AuditStatus.Cancelled);
                    await FitStore.CancelAsync(connection, caller.OrganisationId, auditId);
                    await ActivityLog.RecordAsync(connection, caller, "audit.cancelled", auditId);
                }
                return before;
            },
            cancellation);
        return status switch
        {
            null => NoAudit(auditId),
            AuditStatus.Completed or AuditStatus.Failed => Problems.Conflict($"The audit is {status}; only one that is under way can be called off."),
            _ => TypedResults.Ok((await views.FindAsync(caller.OrganisationId, auditId))!),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string auditId, Caller caller, AuditStore audits, CancellationToken cancellation)
    {
        if (await audits.FindAsync(caller.OrganisationId, auditId) is not { } audit)
        {
            return NoAudit(auditId);
        }
        if (!AuditStatus.IsFinal(audit.Status))
        {
            return Problems.Conflict($"The audit is {audit.Status}; call it off first with POST /v1/audits/{auditId}/cancel.");
        }
        await audits.DeleteAsync(caller, auditId, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<Fit>>, ProblemHttpResult>> FitsAsync(
        string auditId, Caller caller, AuditStore audits, FitStore fits, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        if (problem is not null || (key is not null && !int.TryParse(key, out _)))
        {
            return Problems.BadRequest(problem ?? "after is not a cursor of this list; send the `next` of the page before.");
        }
        return await audits.FindAsync(caller.OrganisationId, auditId) is null
            ? NoAudit(auditId)
            : TypedResults.Ok(Paging.Cut(
                await fits.ListAsync(caller.OrganisationId, auditId, key is null ? 0 : int.Parse(key, System.Globalization.CultureInfo.InvariantCulture), size + 1),
                size, fit => fit.FitNo.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    internal static ProblemHttpResult NoAudit(string auditId) => Problems.NotFound($"audit '{auditId}'");
}
