using System.CommandLine;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.App;

/// <summary><c>migrate</c>: brings the database to this version's schema and ends.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Brings the database to this version's schema, and ends.");
        command.SetAction(async (_, cancellation) =>
        {
            var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(["--Worker:Enabled=false"]);
            builder.AddEverything();
            using var host = builder.Build();
            var applied = await Migrations.ApplyAsync(host.Services, cancellation);
            Console.WriteLine(applied == 0 ? "The database is up to date." : $"{applied} migrations applied.");
            return 0;
        });
        return command;
    }
}
