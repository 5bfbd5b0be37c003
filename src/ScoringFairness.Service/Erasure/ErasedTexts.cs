using Dapper;
using Npgsql;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Erasure;

/// <summary>Tells every process that texts were erased, so that none keeps what it computed from them.</summary>
internal sealed class ErasedTexts(NpgsqlDataSource database, EncodedResponses encoded, ILogger<ErasedTexts> logger)
    : RecurringWork(Pace, logger)
{
    private const string Channel = "scoring_fairness_erased";
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>Says so, once the caller's transaction is committed.</summary>
    public static Task TellAsync(NpgsqlConnection connection) => connection.ExecuteAsync($"select pg_notify('{Channel}', '')");

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync($"listen {Channel}");
        // What was said while nobody listened.
        encoded.Clear();
        while (true)
        {
            await connection.WaitAsync(cancellation);
            encoded.Clear();
        }
    }
}
