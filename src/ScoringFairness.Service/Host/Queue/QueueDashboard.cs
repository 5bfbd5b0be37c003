using Hangfire;
using Hangfire.Dashboard;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>The queue's own dashboard. It shows the keys of jobs of every organisation, and can delete and repeat them.</summary>
internal static class QueueDashboard
{
    private const string Path = "/hangfire";

    public static void MapQueueDashboard(this WebApplication application) =>
        application.MapHangfireDashboard(Path, new DashboardOptions
        {
            DashboardTitle = "ScoringFairness: queue",
            AppPath = "/",
            DisplayStorageConnectionString = false,
            Authorization = [new OperatorsOnly()],
        });

    /// <summary>Admits admins of the organisation that runs the installation, and what their own pages send.</summary>
    private sealed class OperatorsOnly : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context)
        {
            var http = context.GetHttpContext();
            var caller = Caller.Of(http);
            var settings = http.RequestServices.GetRequiredService<IOptions<AccessSettings>>().Value;
            return http.User.IsInRole(Role.Admin) && caller.OrganisationId == settings.OperatorOrganisation
                && SameOrigin.MayChange(http.Request);
        }
    }
}
