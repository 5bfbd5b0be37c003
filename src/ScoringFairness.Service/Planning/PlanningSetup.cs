using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Planning;

internal static class PlanningSetup
{
    /// <summary>Planning: from a request to the responses, folds and fits of an audit.</summary>
    public static IServiceCollection AddPlanning(this IServiceCollection services) =>
        services.AddSingleton<AuditRequestReader>().AddSingleton<FoldCheck>().AddSingleton<EstimateAudit>().AddSingleton<EstimateTime>()
            .AddSingleton<AskedAgain>().AddJob<PlanAudit>(AuditJobs.Plan);
}
