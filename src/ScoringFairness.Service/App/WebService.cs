using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Api.Description;
using ScoringFairness.Service.Host.Telemetry;
using ScoringFairness.Service.Host.Torch;
using ScoringFairness.Service.Host.Uploads;

namespace ScoringFairness.Service.App;

/// <summary>The web side of the program.</summary>
internal static class WebService
{
    /// <summary>Builds the service; it listens once it is run or started.</summary>
    /// <param name="settings">Settings in the form of a command line, above all other sources.</param>
    /// <param name="more">Adds what the program does not have of its own, such as a kind of scorer; null: nothing.</param>
    public static WebApplication Build(string[] settings, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.AddEverything();
        builder.AddListening();
        builder.WebHost.ConfigureKestrel(HeaderValues.AddTo);
        builder.Services.AddRequestDecompression(GuardedDecompression.AddTo);
        builder.AddAccess();
        builder.Services.AddProtection();
        builder.Services.AddProblems();
        builder.Services.AddApiDescription();
        builder.Services.AddServiceHealth();
        more?.Invoke(builder.Services);

        var application = builder.Build();
        application.UseMiddleware<RequestLines>();
        application.UseHead();
        application.UseSecurityHeaders();
        application.UseProblems();
        application.UseHeaderCheck();
        application.UseRouteIds();
        application.UseRequestTimeouts();
        application.UseApiDescription();
        application.UseAuthentication();
        application.UseRateLimiter();
        application.UseAuthorization();
        application.UsePacedBodies();
        application.UseRequestDecompression();
        application.UseRequestCheck();
        application.MapEverything();
        return application;
    }

    /// <summary>Brings the database to this version's schema, and makes sure that a worker can train and the service is open to nobody by mistake.</summary>
    public static async Task PrepareAsync(this WebApplication application, CancellationToken cancellation)
    {
        application.Services.PrepareTorch();
        await Migrations.ApplyAsync(application.Services, cancellation);
        await application.CheckAccessAsync(cancellation);
    }

    /// <summary>Builds the service and makes it ready to be started.</summary>
    public static async Task<WebApplication> PreparedAsync(string[] settings, CancellationToken cancellation)
    {
        var application = Build(settings);
        await application.PrepareAsync(cancellation);
        return application;
    }
}
