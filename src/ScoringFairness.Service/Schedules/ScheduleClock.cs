using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ScoringFairness.Service.Schedules;

/// <summary>How schedules are watched (section <c>Schedules</c>).</summary>
internal sealed class ScheduleSettings
{
    /// <summary>Seconds between looks at what is due.</summary>
    [Range(0.1, 3600)]
    public double PollSeconds { get; init; } = 15;
}

/// <summary>Starts what is due and reads what has ended. Any number of processes may: each run is one process's.</summary>
internal sealed partial class ScheduleClock(
    ScheduleStore schedules, IServiceScopeFactory scopes, IOptions<ScheduleSettings> settings, TimeProvider time, ILogger<ScheduleClock> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(settings.Value.PollSeconds));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends; another, or this one again, goes on.
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var (organisationId, scheduleId, isDue) in await schedules.WaitingAsync(cancellation))
            {
                await using var scope = scopes.CreateAsyncScope();
                var runs = scope.ServiceProvider.GetRequiredService<ScheduleRuns>();
                await (isDue ? runs.StartAsync(organisationId, scheduleId, time.GetUtcNow(), cancellation) : runs.ReadAsync(organisationId, scheduleId, cancellation));
            }
        }
        catch (NpgsqlException exception)
        {
            Failed(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Schedules could not be looked at; trying again")]
    private static partial void Failed(ILogger logger, Exception exception);
}
