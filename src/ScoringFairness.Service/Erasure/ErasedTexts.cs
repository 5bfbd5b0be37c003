using Dapper;
using Npgsql;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Erasure;

/// <summary>Tells every process that texts were erased, so that none keeps what it computed from them.</summary>
internal sealed class ErasedTexts(NpgsqlDataSource database, EncodedResponses encoded, ILogger<ErasedTexts> logger) : ToldWork(database, Channel, logger)
{
    private const string Channel = "scoring_fairness_erased";

    /// <summary>Says so, once the caller's transaction is committed.</summary>
    public static Task TellAsync(NpgsqlConnection connection) => connection.ExecuteAsync($"select pg_notify('{Channel}', '')");

    protected override void Hear() => encoded.Clear();
}
