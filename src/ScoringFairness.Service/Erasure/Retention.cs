using Microsoft.Extensions.Options;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Responses.Privacy;
using ScoringFairness.Service.Scorers.Chat;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Erasure;

/// <summary>Erases texts that a policy keeps no longer. Scores, groups and figures stay; an audit of them by new training does not.</summary>
internal sealed class Retention(
    IRetentionPeriods periods, OrganisationDatabase database, ChatErasure chats, IOptions<PrivacySettings> settings, ILogger<Retention> logger)
    : RecurringWork(TimeSpan.FromMinutes(settings.Value.SweepMinutes), logger)
{
    private const int Batch = 5000;

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        foreach (var (organisationId, days) in await periods.ListAsync(cancellation))
        {
            while (await EraseAsync(organisationId, days, cancellation) == Batch)
            {
            }
        }
    }

    private Task<int> EraseAsync(string organisationId, int days, CancellationToken cancellation) =>
        database.InTransactionAsync(
            organisationId,
            async connection =>
            {
                var texts = await ResponseStore.EraseOldTextsAsync(connection, organisationId, days, Batch, cancellation);
                var erased = texts.Count;
                if (erased > 0)
                {
                    await chats.ForgetAsync(connection, organisationId, texts);
                    await AttributedResponses.ForgetAsync(connection, organisationId, [.. texts.Select(text => (text.ItemId, text.ResponseId))]);
                    await ActivityLog.RecordAsync(
                        connection, ActivityLog.ByService(organisationId), "texts.erased", subject: null, new { responses = erased, afterDays = days });
                    await ErasedTexts.TellAsync(connection);
                }
                return erased;
            },
            cancellation);
}
