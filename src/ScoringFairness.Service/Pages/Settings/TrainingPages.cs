using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Training;

namespace ScoringFairness.Service.Pages.Settings;

/// <summary>The pages of training runs: of all audits, and of one.</summary>
internal static class TrainingPages
{
    private const int AuditsShown = 50;
    private const int FitsShown = 200;

    public static void MapTrainingPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/settings/training", ListAsync).For(Role.Read);
        pages.MapGet("/audits/{auditId}/training", AuditAsync).For(Role.Read);
    }

    private static async Task<IResult> ListAsync(Caller caller, ListAudits list, PageRenderer pages, string? after = null)
    {
        var (_, key, problem) = Paging.Read(AuditsShown, after);
        if (problem is not null)
        {
            return Paging.Refused(problem);
        }
        var page = await list.RunAsync(caller.OrganisationId, new AuditFilter(), verdict: null, key, AuditsShown);
        return await pages.AnswerAsync<TrainingListPage>(nameof(TrainingListPage.Model), new TrainingListPage.List(
            [.. page.Items.Where(audit => audit.Request.Scorers.Any(scorer => scorer.IsTrained))],
            page.Next is null ? null : "/settings/training" + QueryString.Create("after", page.Next)));
    }

    private static async Task<IResult> AuditAsync(string auditId, Caller caller, AuditViews views, ListFits list, PageRenderer pages, string? after = null)
    {
        var (_, key, problem) = Paging.Read(FitsShown, after);
        var number = 0;
        if (problem is not null || (key is not null && !int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out number)))
        {
            return Paging.Refused(problem);
        }
        if (await views.FindAsync(caller.OrganisationId, auditId) is not { } audit
            || await list.RunAsync(caller.OrganisationId, auditId, number, FitsShown + 1) is not Outcome<IReadOnlyList<Fit>>.Done found)
        {
            return await pages.MissingAsync($"There is no audit '{auditId}'.");
        }
        var page = Paging.Cut(found.Value, FitsShown, fit => fit.FitNo.ToString(CultureInfo.InvariantCulture));
        return await pages.AnswerAsync<TrainingPage>(nameof(TrainingPage.Model), new TrainingPage.Shown(
            audit, page.Items, page.Next is null ? null : $"/audits/{auditId}/training{QueryString.Create("after", page.Next)}"));
    }
}
