using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>
/// The progress of an audit as server-sent events (HTML Living Standard, section 9.2), until it ends, or what let the caller in does: a
/// revoked key sees no more. The id of an event is a digest of where the audit stood, so that who connects again is told only what has
/// changed since, by whatever process.
/// </summary>
internal static class AuditEvents
{
    private const string Progress = "progress";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>After how long a client whose connection broke comes again.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    public static async Task<Results<ServerSentEventsResult<AuditView>, NoContent, ProblemHttpResult>> GetAsync(
        string auditId, Caller caller, HttpContext request, AuditViews views, StreamPlaces places, CancellationToken cancellation,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId = null)
    {
        if (await views.FindAsync(caller, auditId) is not { } audit)
        {
            return AuditViews.NotFound(auditId);
        }
        // A client that has the last event comes again all the same; 204 is what tells it to stop.
        if (AuditStatus.IsFinal(audit.Status) && IdOf(audit, audit.Status) == lastEventId)
        {
            return TypedResults.NoContent();
        }
        if (Head.IsAskedOf(request))
        {
            return TypedResults.ServerSentEvents(AsyncEnumerable.Empty<SseItem<AuditView>>());
        }
        if (places.TryTake(caller.OrganisationId) is not { } place)
        {
            return Problems.Busy("No event stream was opened", places.Busy, StreamPlaces.BusySeconds);
        }
        request.Response.RegisterForDispose(place);
        return TypedResults.ServerSentEvents(WatchAsync(caller, auditId, lastEventId, Admission.Of(request), views, cancellation));
    }

    private static async IAsyncEnumerable<SseItem<AuditView>> WatchAsync(
        Caller caller, string auditId, string? last, Admission admission, AuditViews views, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var asked = Stopwatch.StartNew();
        while (await views.FindAsync(caller, auditId) is { } audit)
        {
            if (IdOf(audit, Progress) is var id && id != last)
            {
                yield return Event(audit, Progress, id);
                last = id;
            }
            if (AuditStatus.IsFinal(audit.Status))
            {
                yield return Event(audit, audit.Status, IdOf(audit, audit.Status));
                yield break;
            }
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

    private static SseItem<AuditView> Event(AuditView audit, string name, string id) => new(audit, name) { EventId = id, ReconnectionInterval = Retry };

    /// <summary>Tells where an audit stands from where it stood; the time that is left runs by itself and is no change.</summary>
    private static string IdOf(AuditView audit, string name) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new { name, audit.Status, progress = audit.Progress with { EtaSeconds = null } }, ContractJson.Options)).AsSpan(0, 8));
}
