using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ScoringFairness.Service.Host.Telemetry;

/// <summary>What the service measures of its own work. Tags are kinds and outcomes: no text, no student, no id of a client's.</summary>
internal sealed class Measurements
{
    /// <summary>The name under which spans and metrics are collected.</summary>
    public const string Name = "ScoringFairness";

    private static readonly ActivitySource Source = new(Name);
    private readonly UpDownCounter<int> _fitsRunning;
    private readonly Histogram<double> _fitSeconds;
    private readonly Histogram<double> _tokensPerSecond;
    private readonly Histogram<double> _auditSeconds;
    private readonly Counter<int> _auditsEnded;
    private readonly Counter<long> _ingestRows;

    public Measurements(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _fitsRunning = meter.CreateUpDownCounter<int>("scoring_fairness.fits.running", "{fit}", "Training runs that this process works on.");
        _fitSeconds = meter.CreateHistogram<double>(
            "scoring_fairness.fit.duration", "s", "Training runs by kind of scorer and outcome.",
            advice: Buckets(0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 14400));
        _tokensPerSecond = meter.CreateHistogram<double>(
            "scoring_fairness.fit.tokens_per_second", "{token}", "Tokens trained on per second, padding not counted; words, for a linear scorer.",
            advice: Buckets(100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000));
        _auditSeconds = meter.CreateHistogram<double>(
            "scoring_fairness.audit.duration", "s", "Audits that completed, from their planning on.",
            advice: Buckets(1, 5, 15, 60, 300, 900, 3600, 14400, 86400));
        _auditsEnded = meter.CreateCounter<int>("scoring_fairness.audits.ended", "{audit}", "Audits that ended, by outcome.");
        _ingestRows = meter.CreateCounter<long>("scoring_fairness.ingest.rows", "{row}", "Rows received, by kind and by whether they were stored.");
    }

    /// <summary>Begins the span of a job. Where nobody collects spans, it still gives the lines of its log their trace.</summary>
    public static Activity Job(string kind, string auditId) =>
        (Source.StartActivity($"job {kind}", ActivityKind.Consumer) ?? new Activity($"job {kind}").SetIdFormat(ActivityIdFormat.W3C).Start())
            .SetTag("scoring_fairness.job.kind", kind).SetTag("scoring_fairness.audit.id", auditId);

    /// <summary>The source of spans that stand for others.</summary>
    public static Activity? Retell(Activity span) => Source.CreateActivity(span.DisplayName, span.Kind, span.Parent?.Context ?? new ActivityContext(
        span.TraceId, span.ParentSpanId, span.ActivityTraceFlags));

    /// <summary>A training run begins; it ends when this is disposed of.</summary>
    public MeasuredFit FitBegins(string kind)
    {
        _fitsRunning.Add(1, Kind(kind));
        return new MeasuredFit(this, kind);
    }

    private void FitEnds(MeasuredFit fit, TimeSpan time)
    {
        _fitsRunning.Add(-1, Kind(fit.Kind));
        _fitSeconds.Record(time.TotalSeconds, Kind(fit.Kind), new("outcome", fit.Outcome));
        if (fit.TokensPerSecond is { } speed)
        {
            _tokensPerSecond.Record(speed, Kind(fit.Kind));
        }
    }

    /// <summary>An audit ends.</summary>
    public void AuditEnds(string outcome, DateTimeOffset? began)
    {
        _auditsEnded.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        if (began is { } then)
        {
            _auditSeconds.Record((DateTimeOffset.UtcNow - then).TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    /// <summary>Rows came in.</summary>
    public void Ingested(string kind, long stored, long rejected)
    {
        _ingestRows.Add(stored, Kind(kind), new("outcome", "stored"));
        _ingestRows.Add(rejected, Kind(kind), new("outcome", "rejected"));
    }

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);

    private static InstrumentAdvice<double> Buckets(params double[] limits) => new() { HistogramBucketBoundaries = limits };

    /// <summary>A training run that is measured: called off or handed back, unless it says otherwise.</summary>
    internal sealed class MeasuredFit(Measurements measurements, string kind) : IDisposable
    {
        private readonly long _began = Stopwatch.GetTimestamp();

        public string Kind { get; } = kind;

        public string Outcome { get; private set; } = "dropped";

        public double? TokensPerSecond { get; private set; }

        /// <summary>It came to its end.</summary>
        public void Done(double tokensPerSecond) => (Outcome, TokensPerSecond) = ("done", tokensPerSecond);

        /// <summary>It threw.</summary>
        public void Failed() => Outcome = "failed";

        public void Dispose() => measurements.FitEnds(this, Stopwatch.GetElapsedTime(_began));
    }
}
