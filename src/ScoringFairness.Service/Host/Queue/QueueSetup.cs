using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>Hangfire on PostgreSQL: jobs for any number of processes, each taken over if its worker falls silent.</summary>
internal static class QueueSetup
{
    public static void AddQueue(this IHostApplicationBuilder builder)
    {
        var settings = builder.AddSettings<QueueSettings>();
        // Hangfire's own registrations read both from statics of the process, where the last service to start wins.
        builder.Services.AddSingleton<JobStorage>(services => Storage(
            services.GetRequiredService<DatabaseSettings>().Database, settings));
        builder.Services.AddSingleton<JobActivator>(services => new AspNetCoreJobActivator(services.GetRequiredService<IServiceScopeFactory>()));
        builder.Services.AddHangfire((services, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseLogProvider(new QueueLog(services.GetRequiredService<ILoggerFactory>())));
        builder.Services.AddSingleton<QueueState>();
        builder.Services.AddSingleton<JobOutbox>();
        builder.Services.AddSingleton<JobHandover>();
        builder.Services.AddTransient<JobRunner>();
        builder.Services.AddHostedService<OutboxDispatcher>();
        AddServer(builder.Services, settings, QueueSettings.Audits, 1);
        AddServer(builder.Services, settings, QueueSettings.Fits, settings.FitsAtOnce);
        AddServer(builder.Services, settings, QueueSettings.GpuFits, settings.ParallelGpuFits);
    }

    /// <summary>Whether this process works at all; what recurs runs where it does.</summary>
    public static bool Works(this IHostApplicationBuilder builder) => builder.Configuration.GetValue("Worker:Enabled", true);

    /// <summary>Registers what runs jobs of a kind.</summary>
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services, string kind)
        where TJob : class, IJob =>
        services.AddKeyedTransient<IJob, TJob>(kind);

    private static PostgreSqlStorage Storage(string connectionString, QueueSettings settings)
    {
        var options = new PostgreSqlStorageOptions
        {
            SchemaName = QueueSettings.Schema,
            PrepareSchemaIfNecessary = false,
            QueuePollInterval = TimeSpan.FromSeconds(settings.PollSeconds),
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = TimeSpan.FromSeconds(settings.TakeOverSeconds),
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options);
    }

    private static void AddServer(IServiceCollection services, QueueSettings settings, string queue, int workers)
    {
        if (!settings.Serves(queue))
        {
            return;
        }
        services.AddHangfireServer((_, options) =>
        {
            options.ServerName = $"{Environment.MachineName}:{Environment.ProcessId}:{queue}";
            options.Queues = [queue];
            options.WorkerCount = workers;
            options.HeartbeatInterval = TimeSpan.FromSeconds(Math.Max(1, settings.TakeOverSeconds / 5.0));
            options.ServerTimeout = TimeSpan.FromSeconds(settings.TakeOverSeconds * 2);
            options.CancellationCheckInterval = TimeSpan.FromSeconds(5);
            options.SchedulePollingInterval = TimeSpan.FromSeconds(1);
        });
    }
}
