using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Planning;

/// <summary>Takes the fits of a plan from here on.</summary>
internal interface IFitQueue
{
    /// <summary>Stores and queues the fits of an audit, numbered from 1, in the planning transaction.</summary>
    Task AddAsync(NpgsqlConnection connection, JobArguments job, AuditDesign design, IReadOnlyList<PlannedFit> fits, CancellationToken cancellation);
}
