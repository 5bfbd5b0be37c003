using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Scorers.External;

namespace ScoringFairness.Service.Planning;

internal static class PlanningSetup
{
    /// <summary>Planning: from a request to the responses, folds and fits of an audit.</summary>
    public static IServiceCollection AddPlanning(this IServiceCollection services) =>
        services.AddSingleton<ExternalScorers>().AddSingleton<AuditRequestReader>().AddSingleton<ChatCosts>().AddJob<PlanAudit>(AuditJobs.Plan);
}
