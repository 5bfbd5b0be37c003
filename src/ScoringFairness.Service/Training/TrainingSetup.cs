using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Training.Chat;

namespace ScoringFairness.Service.Training;

internal static class TrainingSetup
{
    /// <summary>Training: the fits of audits.</summary>
    public static void AddTraining(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ResumeFolders>().AddHostedService(services => services.GetRequiredService<ResumeFolders>());
        builder.Services.AddSingleton<FitStore>().AddSingleton<FitPreparation>().AddSingleton<FitRecords>().AddSingleton<ToldFits>();
        builder.Services.AddSingleton<FitQueues>().AddSingleton<IFitQueue>(services => services.GetRequiredService<FitQueues>());
        builder.Services.AddSingleton<IFitTimes, FitTimes>();
        builder.Services.AddHostedService<ChatCleanup>();
        builder.Services.AddJob<FitJob>(AuditJobs.Fit);
    }
}
