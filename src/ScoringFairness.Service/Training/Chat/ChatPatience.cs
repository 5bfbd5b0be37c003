using Npgsql;

namespace ScoringFairness.Service.Training.Chat;

/// <summary>What was paid for is written down although the database is away for a while.</summary>
internal static class ChatPatience
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);
    private const int Times = 120;

    /// <summary>Writes, and tries again while the database cannot be reached, for two minutes.</summary>
    public static async Task WriteAsync(Func<Task> write)
    {
        for (var time = 1; ; time++)
        {
            try
            {
                await write();
                return;
            }
            catch (NpgsqlException exception) when (MayPass(exception) && time < Times)
            {
                await Task.Delay(Wait);
            }
        }
    }

    private static bool MayPass(NpgsqlException exception) =>
        exception.IsTransient || exception is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown };
}
