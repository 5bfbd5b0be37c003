namespace ScoringFairness.Service.Scores;

/// <summary>Scores: what machines gave.</summary>
internal static class ScoresSetup
{
    public static IServiceCollection AddScores(this IServiceCollection services) => services.AddSingleton<OutOfFoldScores>().AddSingleton<ScoreSums>();
}
