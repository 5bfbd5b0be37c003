using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Schedules;

/// <summary>Deletes a schedule; its audits stay.</summary>
internal sealed class DeleteSchedule(OrganisationDatabase database)
{
    /// <summary>Deletes and records it.</summary>
    /// <returns>False if there is no such schedule.</returns>
    public Task<bool> RunAsync(Caller caller, string scheduleId, CancellationToken cancellation) =>
        database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var found = await ScheduleStore.DeleteAsync(connection, caller, scheduleId);
                if (found)
                {
                    await ActivityLog.RecordAsync(connection, caller, "schedule.deleted", scheduleId);
                }
                return found;
            },
            cancellation);
}
