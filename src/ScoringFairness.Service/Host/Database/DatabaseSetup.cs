using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Database;

/// <summary>The one PostgreSQL data source of the process.</summary>
internal static class DatabaseSetup
{
    public static void AddDatabase(this IHostApplicationBuilder builder)
    {
        var settings = builder.AddSettings<DatabaseSettings>();
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        builder.Services.AddNpgsqlDataSource(settings.Database, source =>
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
