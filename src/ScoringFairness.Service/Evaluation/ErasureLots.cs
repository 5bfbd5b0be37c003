using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Evaluation;

/// <summary>
/// Where a few students were erased while an audit ran, and another that completed before has figures of them: leaves out as many others by
/// lot as hide them. To the audit these are as if they had been erased too.
/// </summary>
internal sealed class ErasureLots(OrganisationDatabase database)
{
    /// <summary>Leaves them out.</summary>
    public Task LeaveOutAsync(JobArguments job, AuditDesign design, CancellationToken cancellation) => database.InTransactionAsync(
        job.OrganisationId,
        async connection =>
        {
            if (await AuditSteps.LockAsync(connection, job.OrganisationId, job.AuditId) != AuditStatus.Evaluating
                || await ErasedScores.CountsAsync(connection, job.OrganisationId, job.AuditId) is not { Count: > 0 } erased)
            {
                return 0;
            }
            var earlier = await AuditSteps.OthersAsync(connection, job.OrganisationId, job.AuditId, AuditStatus.Completed);
            foreach (var itemId in erased.Keys.Order(StringComparer.Ordinal))
            {
                var held = await HeldCohort.OfAsync(
                    connection, job.OrganisationId, itemId, design, earlier,
                    await EarlierCohorts.MembersAsync(connection, job.OrganisationId, job.AuditId, itemId));
                if (held.Problem is { } problem)
                {
                    await AuditSteps.SetStatusAsync(connection, job.OrganisationId, job.AuditId, AuditStatus.Failed, problem);
                    return 0;
                }
                if (held.LeftOut.Count > 0)
                {
                    var forgotten = await PlannedResponses.ForgetAsync(connection, job.OrganisationId, itemId, held.LeftOut, job.AuditId);
                    await ErasedScores.DeleteAsync(connection, job.OrganisationId, job.AuditId, itemId, forgotten[job.AuditId]);
                    await AuditSteps.WarnAsync(connection, job.OrganisationId, job.AuditId, held.Warnings);
                }
            }
            return 0;
        },
        cancellation);
}
