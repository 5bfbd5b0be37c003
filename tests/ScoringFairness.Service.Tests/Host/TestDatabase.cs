using Npgsql;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>A database of a test's own on a real PostgreSQL, dropped at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>Connections of one service: the server has 200 for all of those that run at once.</summary>
    private const int MaxPoolSize = 30;

    private readonly string _name;

    private TestDatabase(string name) => (_name, ConnectionString) = (name, TestServer.ConnectionString(name, MaxPoolSize));

    public string ConnectionString { get; }

    /// <summary>A database with this version's schema, copied from one that was migrated once for all tests.</summary>
    public static async Task<TestDatabase> CreateAsync() => await CreateAsync($" template {await TemplateDatabase.NameAsync()}");

    /// <summary>A database without any schema, for what is about making one.</summary>
    public static Task<TestDatabase> CreateEmptyAsync() => CreateAsync("");

    private static async Task<TestDatabase> CreateAsync(string template)
    {
        var database = new TestDatabase($"test_{Guid.NewGuid():N}");
        await TestServer.ExecuteAsync($"create database {database._name}{template}");
        return database;
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public ValueTask DisposeAsync()
    {
        using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }
        TestServer.DropLater(_name);
        return ValueTask.CompletedTask;
    }
}
