using System.Diagnostics;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>The progress of an audit as server-sent events, until it ends, or what let the caller in does: a revoked key sees no more.</summary>
internal static class AuditEvents
{
    private const string LastSeen = "Last-Event-ID";
    private const string End = ".end";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    public static async Task<Results<ServerSentEventsResult<AuditView>, NoContent, ProblemHttpResult>> GetAsync(
        string auditId, [FromHeader(Name = LastSeen)] string? lastEventId, Caller caller, HttpContext request, AuditViews views,
        CancellationToken cancellation)
    {
        if (await views.FindAsync(caller.OrganisationId, auditId) is not { } audit)
        {
            return AuditViews.NotFound(auditId);
        }
        if (lastEventId == Id(audit) + End)
        {
            // What ends the reconnecting of a client that has seen all there is.
            return TypedResults.NoContent();
        }
        return TypedResults.ServerSentEvents(Head.IsAskedOf(request)
            ? AsyncEnumerable.Empty<SseItem<AuditView>>()
            : WatchAsync(caller.OrganisationId, auditId, lastEventId, Admission.Of(request), views, cancellation));
    }

    private static async IAsyncEnumerable<SseItem<AuditView>> WatchAsync(
        string organisationId, string auditId, string? seen, Admission admission, AuditViews views,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var asked = Stopwatch.StartNew();
        while (await views.FindAsync(organisationId, auditId) is { } audit)
        {
            var id = Id(audit);
            if (id != seen)
            {
                yield return new SseItem<AuditView>(audit, "progress") { EventId = id, ReconnectionInterval = Retry };
            }
            if (AuditStatus.IsFinal(audit.Status))
            {
                yield return new SseItem<AuditView>(audit, audit.Status) { EventId = id + End };
                yield break;
            }
            seen = id;
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

    /// <summary>What tells one state of an audit from another, whichever process tells it: a client that reconnects goes on behind it.</summary>
    private static string Id(AuditView audit)
    {
        var running = string.Join('\n', audit.Progress.Running);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{audit.Status}\n{audit.Progress.FitsDone}\n{audit.Progress.Fraction:R}\n{running}")));
        return Convert.ToHexStringLower(digest.AsSpan(0, 8));
    }
}
