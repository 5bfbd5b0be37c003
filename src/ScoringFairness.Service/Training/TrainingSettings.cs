using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Training;

/// <summary>What training may use (section <c>Training</c>).</summary>
internal sealed class TrainingSettings
{
    /// <summary>The folder under which <c>model:</c> checkpoints lie; no other path is ever read.</summary>
    public string? ModelRoot { get; init; }
}

internal static class TrainingSetup
{
    /// <summary>Training: the fits of audits.</summary>
    public static void AddTraining(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<TrainingSettings>().BindConfiguration("Training");
        builder.Services.AddSingleton(new EngineSettings(builder.Configuration));
        builder.Services.AddSingleton<ScorerEngines>();
        builder.Services.AddSingleton<FitStore>();
        builder.Services.AddJob<FitJob>(FitJob.Kind);
    }
}
