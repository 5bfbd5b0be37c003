using Npgsql;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Chat.Transport;
using ScoringFairness.Scoring.Chat.Tuning;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Responses.Privacy;
using ScoringFairness.Service.Scorers.Chat;

namespace ScoringFairness.Service.Training.Chat;

/// <summary>
/// Removes from providers what fits left there that will not go on: those of audits that failed, were called off or deleted. It works
/// for all organisations, so it looks with a connection that sees them all.
/// </summary>
internal sealed partial class ChatCleanup(
    NpgsqlDataSource all, OrganisationDatabase database, ChatSettings settings, ChatTransports transports, ChatSpending spending, TextCipher cipher,
    ILogger<ChatCleanup> logger)
    : RecurringWork(TimeSpan.FromSeconds(settings.CleanupSeconds), logger)
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        if (settings.Endpoints.Count == 0)
        {
            return;
        }
        foreach (var left in await LeftAsync(cancellation))
        {
            await RemoveAsync(left, cancellation);
        }
    }

    private async Task<IReadOnlyList<ChatTuningRow>> LeftAsync(CancellationToken cancellation)
    {
        await using var connection = await all.OpenConnectionAsync(cancellation);
        var unfinished = await ChatTunings.UnfinishedAsync(connection, cancellation);
        var wanted = await AuditFits.WantedAsync(
            connection, [.. unfinished.Select(left => (left.OrganisationId, left.AuditId, left.FitNo))], cancellation);
        return [.. unfinished.Where(left => !wanted.Contains((left.OrganisationId, left.AuditId, left.FitNo)))];
    }

    private async Task RemoveAsync(ChatTuningRow left, CancellationToken cancellation)
    {
        if (settings.Find(left.Endpoint) is not { } endpoint)
        {
            Unknown(logger, left.Endpoint, left.AuditId);
            return;
        }
        try
        {
            var context = new ChatContext(left.OrganisationId, left.AuditId, left.FitNo, ItemId: "", Scorer: "", Budget: null);
            await using var ledger = new ChatLedger(database, spending, cipher, context, endpoint);
            // Whoever holds it now has taken it over since it was looked at.
            using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            held.CancelAfter(LongestLook);
            var tuning = await ledger.EnterTuningAsync(left.TuningKey, held.Token);
            if (tuning is { IsOver: false } or { HasFiles: true })
            {
                await new TuningRemoval(transports.To(endpoint), ledger).RemoveAsync(tuning, cancellation);
                Removed(logger, left.AuditId, left.FitNo, left.Endpoint);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A fit works on it.
        }
        catch (Exception exception) when (exception is FitException or ChatUnavailableException)
        {
            Failed(logger, left.AuditId, left.FitNo, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit {AuditId}, fit {FitNo}: what it left at endpoint {Endpoint} is removed")]
    private static partial void Removed(ILogger logger, string auditId, int fitNo, string endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Audit {AuditId}, fit {FitNo}: what it left at its provider could not be removed yet: {Reason}")]
    private static partial void Failed(ILogger logger, string auditId, int fitNo, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Endpoint {Endpoint}, where audit {AuditId} left files, is no longer configured: they cannot be removed")]
    private static partial void Unknown(ILogger logger, string endpoint, string auditId);
}
