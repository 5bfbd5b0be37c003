using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Pages.Settings;

/// <summary>The pages of what is set up, decided and looked after.</summary>
internal static class SettingsPages
{
    public static void MapSettingsPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/settings", async (PageRenderer renderer) => (IResult)await renderer.AnswerAsync<SettingsPage>(nameof(SettingsPage.Model), null))
            .For(Role.Read, Role.Audit);
        pages.MapSchedulePages();
        pages.MapGatePages();
        pages.MapPolicyPages();
        pages.MapTrainingPages();
        pages.MapErasurePages();
        pages.MapKeyPages();
        pages.MapActivityPages();
    }

    /// <summary>The answer to what is no form of the settings.</summary>
    public static IResult NoForm(string program) => Problems.BadRequest($"The form of the page is expected here; programs send {program}.");
}
