using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Evaluation;

/// <summary>Evaluation: from scores to measures.</summary>
internal static class EvaluationSetup
{
    public static void AddEvaluation(this IHostApplicationBuilder builder)
    {
        builder.AddSettings<EvaluationSettings>();
        builder.Services.AddSingleton<StoredCauses>().AddSingleton<StoredStudy>().AddSingleton<ErasureLots>().AddSingleton<Recounts>()
            .AddSingleton<MeasureStore>().AddSingleton<ScoreTableStore>().AddSingleton<WordTableStore>()
            .AddSingleton<UploadedLimits>().AddSingleton<EvaluationPlaces>().AddSingleton<EvaluationThreads>()
            .AddSingleton<EvaluateScores>().AddJob<EvaluateAudit>(AuditJobs.Evaluate);
    }
}
