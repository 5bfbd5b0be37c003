using System.CommandLine;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Host.Torch;

namespace ScoringFairness.Service.App;

/// <summary><c>work</c>: a worker of its own, any number of them on any machines against one database.</summary>
internal static class WorkCommand
{
    public static Command Create()
    {
        var fits = new Option<int?>("--fits")
        {
            Description = "Training runs at once (default: the processor's cores divided by the threads of a run).",
        };
        var threads = new Option<int?>("--threads") { Description = "Torch threads of one training run (default: 1)." };
        var queues = new Option<string?>("--queues") { Description = "Queues to serve: audits, fits, fits-gpu (default: audits,fits; on a GPU all)." };
        var health = new Option<string?>("--health") { Description = "Address at which it answers /health/live and /health/ready (default: nowhere)." };
        var command = new Command("work", "Runs training and evaluation for services on the same database.") { fits, threads, queues, health };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var host = Build(
            [
                .. parsed.GetValue(fits) is { } parallel ? [$"--Worker:ParallelFits={parallel}"] : Array.Empty<string>(),
                .. parsed.GetValue(threads) is { } each ? [$"--Worker:ThreadsPerFit={each}"] : Array.Empty<string>(),
                .. parsed.GetValue(queues) is { } names ? [$"--Worker:Queues={names}"] : Array.Empty<string>(),
                .. parsed.GetValue(health) is { } address ? [$"--Worker:HealthUrls={address}"] : Array.Empty<string>(),
            ]);
            host.Services.PrepareTorch();
            await Migrations.ApplyAsync(host.Services, cancellation);
            await host.RunAsync(cancellation);
            return 0;
        });
        return command;
    }

    private static IHost Build(string[] settings)
    {
        var plain = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(settings);
        if (plain.Configuration.Read<QueueSettings>().HealthUrls is not { Length: > 0 } address)
        {
            plain.AddEverything();
            return plain.Build();
        }
        var web = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        web.AddEverything();
        web.WebHost.UseUrls(address);
        web.Services.AddServiceHealth();
        var application = web.Build();
        application.MapHealth();
        return application;
    }
}
