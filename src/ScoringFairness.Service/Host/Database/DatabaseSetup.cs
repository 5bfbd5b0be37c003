using Dapper;
using Npgsql;

namespace ScoringFairness.Service.Host.Database;

/// <summary>The one PostgreSQL data source of the process.</summary>
internal static class DatabaseSetup
{
    private const string Example = "Host=127.0.0.1;Port=5432;Username=scoring_fairness;Database=scoring_fairness";

    public static void AddDatabase(this IHostApplicationBuilder builder)
    {
        var connectionString = builder.Configuration.GetConnectionString("Database");
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new SettingException(
                $"No database is configured. Set ConnectionStrings__Database, for example to '{Example}'; "
                + "`bash db/local.sh start` starts a PostgreSQL of this checkout's own and prints what to set.");
        }
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException exception)
        {
            var reason = exception.Message.Split(" (Parameter", 2)[0].TrimEnd('.');
            throw new SettingException($"ConnectionStrings__Database: {reason}. It has the form '{Example}'.");
        }
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        builder.Services.AddNpgsqlDataSource(connectionString, source =>
        {
            source.ConnectionStringBuilder.ApplicationName = "scoring-fairness";
            source.ConfigureTracing(tracing => tracing.EnableFirstResponseEvent(false));
        });
        builder.Services.AddSingleton<OrganisationDatabase>();
    }

    /// <summary>Runs the work in one transaction: all of it is stored, or nothing.</summary>
    public static async Task<T> InTransactionAsync<T>(
        this NpgsqlDataSource database, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var result = await work(connection);
        await transaction.CommitAsync(cancellation);
        return result;
    }
}
