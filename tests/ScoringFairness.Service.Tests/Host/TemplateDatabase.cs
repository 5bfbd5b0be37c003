using ScoringFairness.Service.App;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>A database with this version's schema, made by the migrations when the first test wants one; the tests' own are copies of it.</summary>
internal static class TemplateDatabase
{
    private static readonly string Name = $"template_{Guid.NewGuid():N}";
    private static readonly Lazy<Task> Made = new(MakeAsync);

    public static async Task<string> NameAsync()
    {
        await Made.Value;
        return Name;
    }

    public static async Task DropAsync()
    {
        if (Made.IsValueCreated)
        {
            await TestServer.ExecuteAsync($"drop database if exists {Name} with (force)");
        }
    }

    private static async Task MakeAsync()
    {
        await TestServer.ExecuteAsync($"create database {Name}");
        // Nobody may be connected to what is copied, so no connection of this one waits in a pool.
        await using var application = WebService.Build(
            [$"--ConnectionStrings:Database={TestServer.ConnectionString(Name)}", "--Worker:Enabled=false", "--Logging:LogLevel:Default=None"]);
        await Migrations.ApplyAsync(application.Services, CancellationToken.None);
    }
}
