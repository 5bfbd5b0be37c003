using DbUp;
using DbUp.Engine.Output;
using Hangfire.PostgreSql;
using Npgsql;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Host;

/// <summary>The schema: numbered scripts of <c>db/migrations</c>, each run once, whoever starts first.</summary>
internal static partial class Migrations
{
    private const long Lock = 0x5C0F_A1E5;

    /// <summary>Runs what has not run yet, under an advisory lock: many processes may start together.</summary>
    /// <returns>Number of scripts that ran.</returns>
    public static async Task<int> ApplyAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var database = services.GetRequiredService<NpgsqlDataSource>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Migrations));
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await ExecuteAsync(connection, "select pg_advisory_lock($1)", cancellation);
        try
        {
            var connectionString = services.GetRequiredService<DatabaseSettings>().Database;
            var result = Upgrade(connectionString);
            if (!result.Successful)
            {
                throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed.", result.Error);
            }
            PostgreSqlObjectsInstaller.Install(connection, QueueSettings.Schema);
            var applied = result.Scripts.Count();
            if (applied > 0)
            {
                Applied(logger, applied);
            }
            return applied;
        }
        finally
        {
            await ExecuteAsync(connection, "select pg_advisory_unlock($1)", CancellationToken.None);
        }
    }

    /// <summary>Names of the scripts that this version has and the database lacks.</summary>
    public static IReadOnlyList<string> Missing(string connectionString) =>
        [.. Engine(connectionString).GetScriptsToExecute().Select(script => script.Name)];

    private static DbUp.Engine.DatabaseUpgradeResult Upgrade(string connectionString) =>
        Engine(connectionString).PerformUpgrade();

    private static DbUp.Engine.UpgradeEngine Engine(string connectionString) =>
        DeployChanges.To.PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(Migrations).Assembly, name => name.EndsWith(".sql", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .LogTo(new NoOpUpgradeLog())
            .Build();

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = Lock } } };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} migrations applied")]
    private static partial void Applied(ILogger logger, int count);
}
