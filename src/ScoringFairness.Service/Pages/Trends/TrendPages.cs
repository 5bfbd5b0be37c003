using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Pages.Trends;

/// <summary>The pages of trends.</summary>
internal static class TrendPages
{
    public static IServiceCollection AddTrendPages(this IServiceCollection services) =>
        services.AddSingleton<ComparableAudits>().AddSingleton<ListTrends>().AddSingleton<FindTrend>();

    public static void MapTrendPages(this IEndpointRouteBuilder pages) => pages.MapGet("/trends", TrendAsync).For(Role.Read);

    private static async Task<IResult> TrendAsync(
        Caller caller, ListTrends list, FindTrend find, PageRenderer pages, string? audit = null, string? scorer = null, string? split = null,
        string? schedule = null)
    {
        schedule = string.IsNullOrWhiteSpace(schedule) ? null : schedule;
        if (string.IsNullOrWhiteSpace(audit))
        {
            return await pages.AnswerAsync<TrendListPage>(
                nameof(TrendListPage.Model), new TrendListPage.List(await list.RunAsync(caller.OrganisationId, schedule), schedule));
        }
        return await find.RunAsync(caller.OrganisationId, audit, scorer, split, schedule) switch
        {
            Outcome<Trend>.Done found => await pages.AnswerAsync<TrendPage>(nameof(TrendPage.Trend), found.Value),
            Outcome<Trend>.Conflict conflict => await pages.RefusedAsync(conflict.Detail),
            _ => await pages.MissingAsync($"There is no audit '{audit}'."),
        };
    }
}
