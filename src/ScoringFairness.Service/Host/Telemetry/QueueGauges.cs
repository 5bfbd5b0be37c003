using System.Diagnostics.Metrics;
using Npgsql;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Host.Telemetry;

/// <summary>The length of the queues, looked up now and then for whoever collects it.</summary>
internal sealed class QueueGauges : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);
    private readonly JobOutbox _outbox;
    private readonly QueueState _state;
    private volatile IReadOnlyList<(QueueLine Line, int Places)> _last = [];

    public QueueGauges(IMeterFactory meters, JobOutbox outbox, QueueState state)
    {
        (_outbox, _state) = (outbox, state);
        var meter = meters.Create(Measurements.Name);
        meter.CreateObservableGauge(
            "scoring_fairness.queue.jobs", () => Of(one => one.Line.Jobs), "{job}",
            "Jobs of a queue that are not done, those that run among them.");
        meter.CreateObservableGauge("scoring_fairness.queue.age", () => Of(one => one.Line.OldestSeconds), "s", "Age of the oldest of them.");
        meter.CreateObservableGauge(
            "scoring_fairness.queue.places", () => Of(one => one.Places), "{job}",
            "Jobs of a queue that all its workers together run at once.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace);
        do
        {
            try
            {
                var lines = await _outbox.WaitingAsync(stoppingToken);
                _last =
                [
                    .. QueueSettings.AllQueues.Select(name => (
                        lines.FirstOrDefault(line => line.Queue == name) ?? new QueueLine(name, 0, 0), _state.Places(name))),
                ];
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or TimeoutException)
            {
                // While the database is away nothing is known of the queue, and nothing is told.
                _last = [];
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask()
            .ContinueWith(tick => tick.IsCompletedSuccessfully && tick.Result, TaskScheduler.Default));
    }

    private IEnumerable<Measurement<T>> Of<T>(Func<(QueueLine Line, int Places), T> value)
        where T : struct =>
        _last.Select(one => new Measurement<T>(value(one), new KeyValuePair<string, object?>("queue", one.Line.Queue)));
}
