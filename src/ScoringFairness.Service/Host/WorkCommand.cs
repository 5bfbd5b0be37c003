using System.CommandLine;

namespace ScoringFairness.Service.Host;

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
        var queues = new Option<string?>("--queues") { Description = "Queues to serve: audits, fits, fits-gpu (default: audits,fits)." };
        var command = new Command("work", "Runs training and evaluation for services on the same database.") { fits, threads, queues };
        command.SetAction(async (parsed, cancellation) =>
        {
            var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(
            [
                .. parsed.GetValue(fits) is { } parallel ? [$"--Worker:ParallelFits={parallel}"] : Array.Empty<string>(),
                .. parsed.GetValue(threads) is { } each ? [$"--Worker:ThreadsPerFit={each}"] : Array.Empty<string>(),
                .. parsed.GetValue(queues) is { } names ? [$"--Worker:Queues={names}"] : Array.Empty<string>(),
            ]);
            builder.AddEverything();
            using var host = builder.Build();
            await Migrations.ApplyAsync(host.Services, cancellation);
            await host.RunAsync(cancellation);
            return 0;
        });
        return command;
    }
}
