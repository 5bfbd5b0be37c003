using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Audits;

internal static class AuditsSetup
{
    /// <summary>The record of audits, and the policies that they are held to.</summary>
    public static void AddAudits(this IHostApplicationBuilder builder)
    {
        builder.AddSettings<StudySettings>();
        builder.Services.AddSingleton<AuditStore>().AddSingleton<PolicyStore>().AddSingleton<PutPolicy>()
            .AddSingleton<IRetentionPeriods>(provider => provider.GetRequiredService<PolicyStore>())
            .AddSingleton<ILeastCounts>(provider => provider.GetRequiredService<PolicyStore>());
    }
}
