using System.Diagnostics;
using OpenTelemetry;

namespace ScoringFairness.Service.Host.Telemetry;

/// <summary>
/// Lets out of a span only what cannot hold a student's words or id. Paths name students and responses, queries name columns,
/// and what the database says of a value that it refuses may quote it.
/// </summary>
internal sealed class PrivateSpans : BaseProcessor<Activity>
{
    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal)
    {
        "http.request.method", "http.route", "http.response.status_code", "network.protocol.version", "server.address", "server.port", "url.scheme",
        "error.type", "db.system.name", "db.system", "db.namespace", "db.name", "db.query.text", "db.statement", "db.response.status_code",
        "db.operation.name", "scoring_fairness.job.kind", "scoring_fairness.audit.id",
    };

    public override void OnEnd(Activity data)
    {
        if (!data.Events.Any() && !data.Links.Any())
        {
            foreach (var tag in data.TagObjects.Where(tag => !Allowed.Contains(tag.Key)).ToList())
            {
                data.SetTag(tag.Key, null);
            }
            data.SetStatus(data.Status);
            return;
        }
        // Events cannot be taken out of a span, so another without them stands for it.
        data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        if (Measurements.Retell(data) is { } told)
        {
            foreach (var tag in data.TagObjects.Where(tag => Allowed.Contains(tag.Key)))
            {
                told.SetTag(tag.Key, tag.Value);
            }
            told.SetStartTime(data.StartTimeUtc).SetStatus(data.Status).Start();
            told.SetEndTime(data.StartTimeUtc + data.Duration).Stop();
        }
    }
}
