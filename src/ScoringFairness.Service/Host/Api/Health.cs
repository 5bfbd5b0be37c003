using System.Reflection;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Whether the process lives, and whether it can do its work.</summary>
internal static class Health
{
    public static void AddServiceHealth(this IServiceCollection services) =>
        services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<MigrationsCheck>("migrations")
            .AddCheck<QueueCheck>("queue");

    public static void MapHealth(this WebApplication application)
    {
        var group = application.MapGroup("").WithTags("9 Around it").AllowAnonymous();
        group.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        group.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
        group.MapGet("/version", () => TypedResults.Ok(new VersionAnswer(Version))).WithName("getVersion").WithSummary("The program's version.");
    }

    /// <summary>Version and commit of this build.</summary>
    public static string Version { get; } =
        typeof(Health).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(
                entry => entry.Key, entry => entry.Value.Description ?? entry.Value.Status.ToString()),
        });

    private sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
        {
            try
            {
                await using var command = database.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (NpgsqlException exception)
            {
                return HealthCheckResult.Unhealthy($"The database does not answer: {exception.Message}");
            }
        }
    }

    private sealed class MigrationsCheck(DatabaseSettings settings) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
        {
            try
            {
                var missing = Migrations.Missing(settings.Database);
                return Task.FromResult(missing.Count == 0
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy($"{missing.Count} migrations are missing; run `migrate`."));
            }
            catch (NpgsqlException exception)
            {
                return Task.FromResult(HealthCheckResult.Unhealthy($"The database does not answer: {exception.Message}"));
            }
        }
    }

    private sealed class QueueCheck(QueueState queue, JobOutbox outbox) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
        {
            try
            {
                var served = QueueSettings.AllQueues.Select(name => (Name: name, Places: queue.Places(name))).Where(one => one.Places > 0).ToList();
                var unserved = (await outbox.WaitingAsync(cancellationToken)).Where(line => !served.Exists(one => one.Name == line.Queue)).ToList();
                return unserved.Count > 0
                        ? HealthCheckResult.Unhealthy(
                            $"Nobody serves {string.Join(", ", unserved.Select(line => $"{line.Queue} ({line.Jobs} jobs wait)"))}; "
                            + "start a worker with `work --queues`.")
                    : served.Count == 0 ? HealthCheckResult.Unhealthy("No worker has reported; start one with `work`.")
                    : HealthCheckResult.Healthy($"{string.Join(", ", served.Select(one => $"{one.Name}: {one.Places} at once"))}");
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or TimeoutException)
            {
                return HealthCheckResult.Unhealthy($"The queue does not answer: {exception.Message}");
            }
        }
    }
}

/// <summary>The program's version.</summary>
/// <param name="Version">Version and commit.</param>
internal sealed record VersionAnswer(string Version)
{
    /// <summary>The commit that it was built from; null where the build had no history to read it from.</summary>
    public string? Commit { get; } = Version.Split('+') is [_, var commit] ? commit : null;
}
