using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Schedules;

/// <summary>Lets a schedule rest, or go on.</summary>
internal sealed class PauseSchedule(ScheduleStore schedules, OrganisationDatabase database, TimeProvider time)
{
    /// <summary>Changes that alone; a schedule whose audit cannot be run any more may rest too.</summary>
    /// <returns>False if there is no such schedule.</returns>
    public async Task<bool> RunAsync(Caller caller, string scheduleId, bool isPaused, CancellationToken cancellation)
    {
        if (await schedules.FindAsync(caller.OrganisationId, scheduleId) is not { } schedule)
        {
            return false;
        }
        return await PutSchedule.StoreAsync(database, caller, scheduleId, schedule.Request with { IsPaused = isPaused }, time, cancellation) is not null;
    }
}
