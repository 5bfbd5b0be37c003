using Npgsql;

namespace ScoringFairness.Service.Bench;

/// <summary>A database of a benchmark's own on the configured PostgreSQL, dropped at the end.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private BenchDatabase(string server, string name)
    {
        (_server, _name) = (server, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <summary>Leads to the database.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates the database.</summary>
    /// <exception cref="InvalidOperationException">No PostgreSQL is configured.</exception>
    public static async Task<BenchDatabase> CreateAsync(CancellationToken cancellation)
    {
        var server = new ConfigurationBuilder().AddEnvironmentVariables().Build().GetConnectionString("Database");
        if (string.IsNullOrWhiteSpace(server))
        {
            throw new InvalidOperationException("No database is configured. Set ConnectionStrings__Database; the benchmark "
                + "creates a database of its own on that server and drops it at the end.");
        }
        var database = new BenchDatabase(server, $"bench_{Guid.NewGuid():N}");
        await ExecuteAsync(server, $"create database {database._name}", cancellation);
        return database;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(_server, $"drop database {_name} with (force)", CancellationToken.None);
    }

    private static async Task ExecuteAsync(string server, string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
