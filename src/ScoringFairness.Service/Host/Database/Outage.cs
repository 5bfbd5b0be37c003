using System.Diagnostics;
using Npgsql;

namespace ScoringFairness.Service.Host.Database;

/// <summary>A database that is away for a while, as at a restart.</summary>
internal static class Outage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Does what took long to come to, again and again while the database is away.</summary>
    /// <remarks>For work that is stored once however often it is done. What the database refuses is thrown at once.</remarks>
    public static async Task WaitOutAsync(Func<Task> store, CancellationToken cancellation)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                await store();
                return;
            }
            catch (NpgsqlException exception) when (IsAway(exception) && waited.Elapsed < Patience)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    /// <summary>Whether no database answered, or one that starts or stops, however the exception is wrapped.</summary>
    private static bool IsAway(Exception exception) => exception switch
    {
        PostgresException refused =>
            refused.SqlState.StartsWith("57P", StringComparison.Ordinal) || refused.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { IsTransient: true } => true,
        _ => exception.InnerException is { } inner && IsAway(inner),
    };

    /// <summary>What a log shows of an exception beside its message: where it was thrown, or nothing where the database is merely away.</summary>
    public static Exception? Trace(Exception exception) => IsAway(exception) ? null : exception;
}
