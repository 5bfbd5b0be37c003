using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>The progress of an audit as server-sent events, until it ends.</summary>
internal static class AuditEvents
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    public static async Task<Results<ServerSentEventsResult<AuditView>, ProblemHttpResult>> GetAsync(
        string auditId, Caller caller, AuditViews views, CancellationToken cancellation) =>
        await views.FindAsync(caller.OrganisationId, auditId) is null
            ? AuditViews.NotFound(auditId)
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
            await Task.Delay(Pace, cancellation);
        }
    }
}
