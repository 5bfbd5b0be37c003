using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using ScoringFairness.Scoring.Bert.Screening;

namespace ScoringFairness.Service.Responses.Privacy;

/// <summary>Tells every process that texts were erased, so that none keeps what it computed from them.</summary>
internal sealed partial class ErasedTexts(NpgsqlDataSource database, EncodedResponses encoded, IOptions<PrivacySettings> settings, ILogger<ErasedTexts> logger)
    : BackgroundService
{
    private const string Channel = "scoring_fairness_erased";
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    /// <summary>Says so, once the caller's transaction is committed.</summary>
    public static Task TellAsync(NpgsqlConnection connection) => connection.ExecuteAsync($"select pg_notify('{Channel}', '')");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                await connection.ExecuteAsync($"listen {Channel}");
                // What was said while nobody listened.
                encoded.Clear();
                while (true)
                {
                    if (await connection.WaitAsync(TimeSpan.FromMinutes(settings.Value.SweepMinutes), stoppingToken))
                    {
                        encoded.Clear();
                    }
                }
            }
            catch (NpgsqlException exception)
            {
                Failed(logger, exception);
                await Task.Delay(Rest, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing is heard of erased texts; trying again")]
    private static partial void Failed(ILogger logger, Exception exception);
}
