using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Schedules;

/// <summary>How schedules are watched (section <c>Schedules</c>).</summary>
internal sealed class ScheduleSettings : ISettings
{
    public static string Section => "Schedules";

    /// <summary>Seconds between looks at what is due.</summary>
    [Range(0.1, 3600)]
    public double PollSeconds { get; init; } = 15;
}

/// <summary>Starts what is due and reads what has ended. Any number of processes may: each run is one process's.</summary>
internal sealed class ScheduleClock(
    ScheduleStore schedules, IServiceScopeFactory scopes, IOptions<ScheduleSettings> settings, TimeProvider time, ILogger<ScheduleClock> logger)
    : RecurringWork(TimeSpan.FromSeconds(settings.Value.PollSeconds), logger)
{
    protected override async Task DoAsync(CancellationToken cancellation)
    {
        foreach (var (organisationId, scheduleId, isDue) in await schedules.WaitingAsync(cancellation))
        {
            await using var scope = scopes.CreateAsyncScope();
            var runs = scope.ServiceProvider.GetRequiredService<ScheduleRuns>();
            await (isDue
                ? runs.StartAsync(organisationId, scheduleId, time.GetUtcNow(), cancellation)
                : runs.ReadAsync(organisationId, scheduleId, cancellation));
        }
    }
}
