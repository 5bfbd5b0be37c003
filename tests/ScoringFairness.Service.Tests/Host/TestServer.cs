using System.Collections.Concurrent;
using Npgsql;

[assembly: AssemblyFixture(typeof(ScoringFairness.Service.Tests.Host.TestServer))]

namespace ScoringFairness.Service.Tests.Host;

/// <summary>The PostgreSQL that tests make their databases on.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private const string Variable = "SCORING_FAIRNESS_TEST_DATABASE";
    private static readonly ConcurrentBag<Task> Drops = [];

    private static string Server { get; } = Environment.GetEnvironmentVariable(Variable) ?? "";

    /// <summary>How a database of the server is reached; without a pool where it is reached once.</summary>
    public static string ConnectionString(string database, int? maxPoolSize = null) =>
        new NpgsqlConnectionStringBuilder(Server) { Database = database, MaxPoolSize = maxPoolSize ?? 100, Pooling = maxPoolSize is not null }.ConnectionString;

    public static async Task ExecuteAsync(string sql)
    {
        Assert.True(Server.Length > 0, $"{Variable} names no PostgreSQL; run these tests by `bash tests/run.sh`.");
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Drops a database while other tests go on: PostgreSQL writes all of its memory to the disk first.</summary>
    public static void DropLater(string database) => Drops.Add(ExecuteAsync($"drop database {database} with (force)"));

    /// <summary>Waits for what is still being dropped when all tests are through.</summary>
    public async ValueTask DisposeAsync()
    {
        await TemplateDatabase.DropAsync();
        await Task.WhenAll(Drops);
    }
}
