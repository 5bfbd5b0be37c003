using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>The progress of an audit as server-sent events, until it ends, or what let the caller in does: a revoked key sees no more.</summary>
internal static class AuditEvents
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    public static async Task<Results<ServerSentEventsResult<AuditView>, ProblemHttpResult>> GetAsync(
        string auditId, Caller caller, HttpContext request, AuditViews views, CancellationToken cancellation) =>
        await views.FindAsync(caller.OrganisationId, auditId) is null
            ? AuditViews.NotFound(auditId)
            : TypedResults.ServerSentEvents(Head.IsAskedOf(request)
                ? AsyncEnumerable.Empty<SseItem<AuditView>>()
                : WatchAsync(caller.OrganisationId, auditId, Admission.Of(request), views, cancellation));

    private static async IAsyncEnumerable<SseItem<AuditView>> WatchAsync(
        string organisationId, string auditId, Admission admission, AuditViews views, [EnumeratorCancellation] CancellationToken cancellation)
    {
        AuditView? last = null;
        var asked = Stopwatch.StartNew();
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
            await Task.Delay(Pace, cancellation);
            if (asked.Elapsed >= Admission.Pace)
            {
                if (!await admission.HoldsAsync(cancellation))
                {
                    yield break;
                }
                asked.Restart();
            }
        }
    }
}
