using Dapper;
using Npgsql;

namespace ScoringFairness.Service.Host;

/// <summary>What a process does whenever PostgreSQL tells of something on a channel, for as long as it runs.</summary>
/// <param name="database">The database.</param>
/// <param name="channel">The channel.</param>
/// <param name="logger">The work's own log.</param>
internal abstract class ToldWork(NpgsqlDataSource database, string channel, ILogger logger) : RecurringWork(Pace, logger)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);
    private volatile bool _isTold;

    /// <summary>Whether it is told now: what was told before that, and what is told once the connection is lost, nobody hears.</summary>
    protected bool IsTold => _isTold;

    /// <summary>Something was told, or may have been while nobody listened.</summary>
    protected abstract void Hear();

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync($"listen {channel}");
        Hear();
        try
        {
            _isTold = true;
            while (true)
            {
                await connection.WaitAsync(cancellation);
                Hear();
            }
        }
        finally
        {
            _isTold = false;
        }
    }
}
