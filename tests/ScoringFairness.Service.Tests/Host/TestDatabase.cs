using Npgsql;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>A database of the tests' own on a real PostgreSQL, dropped at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string Variable = "SCORING_FAIRNESS_TEST_DATABASE";
    private readonly string _server;
    private readonly string _name;

    private TestDatabase(string server, string name)
    {
        (_server, _name) = (server, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 30 }.ConnectionString;
    }

    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable(Variable)
            ?? throw new InvalidOperationException($"{Variable} names no PostgreSQL; run these tests by `bash tests/run.sh`.");
        var database = new TestDatabase(server, $"test_{Guid.NewGuid():N}");
        await database.ExecuteOnServerAsync($"create database {database._name}");
        return database;
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }
        await ExecuteOnServerAsync($"drop database {_name} with (force)");
    }

    private async Task ExecuteOnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
