using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Evaluation;

/// <summary>Evaluation: from scores to measures.</summary>
internal static class EvaluationSetup
{
    public static IServiceCollection AddEvaluation(this IServiceCollection services) =>
        services.AddSingleton<StoredStudy>().AddSingleton<MeasureStore>().AddSingleton<ScoreTableStore>()
            .AddSingleton<EvaluateScores>().AddJob<EvaluateAudit>(AuditJobs.Evaluate);
}
