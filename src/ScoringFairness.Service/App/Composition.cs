using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Erasure;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Service.Gates;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Host.Telemetry;
using ScoringFairness.Service.Host.Torch;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Pages;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Reports;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Schedules;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scorers.Chat;
using ScoringFairness.Service.Scores;
using ScoringFairness.Service.Training;
using ScoringFairness.Service.Webhooks;

namespace ScoringFairness.Service.App;

/// <summary>What every process of the program is made of, in the order of an audit's life.</summary>
internal static class Composition
{
    public static void AddEverything(this IHostApplicationBuilder builder)
    {
        builder.AddLogs();
        builder.AddTelemetry();
        builder.AddDatabase();
        builder.Services.AddContractJson();
        builder.Services.AddComposedText();
        builder.AddTorch();
        builder.AddQueue();
        // Only a service asks who calls; a name that is no setting is refused by every process.
        builder.AddSettings<AccessSettings>();
        builder.Services.AddSingleton<KnownKeys>().AddSingleton<KeyStore>().AddSingleton<CreateKey>().AddSingleton<RevokeKey>().AddSingleton<ActivityLog>();
        builder.AddUploads();
        builder.Services.AddItems();
        builder.AddResponses();
        builder.Services.AddScores();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddAudits();
        builder.AddScorers();
        builder.Services.AddPlanning();
        builder.AddTraining();
        builder.AddEvaluation();
        builder.Services.AddLifecycle();
        builder.AddErasure();
        builder.AddReports();
        builder.Services.AddGates();
        builder.AddSchedules();
        builder.AddWebhooks();
        builder.Services.AddPages();
        builder.RefuseUnknownSections();
    }

    public static void MapEverything(this WebApplication application)
    {
        application.MapItems();
        application.MapResponses();
        application.MapScores();
        application.MapUploads();
        application.MapAudits();
        application.MapChatEndpoints();
        application.MapErasure();
        application.MapReports();
        application.MapEvaluations();
        application.MapPolicy();
        application.MapGates();
        application.MapSchedules();
        application.MapPages();
        application.MapKeys();
        application.MapActivity();
        application.MapSignIn();
        application.MapQueueDashboard();
        application.MapHealth();
    }
}
