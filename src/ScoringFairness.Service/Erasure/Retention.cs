using Dapper;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Responses.Privacy;
using ScoringFairness.Service.Scorers.Chat;

namespace ScoringFairness.Service.Erasure;

/// <summary>Tells how long an organisation's texts are kept.</summary>
internal interface ITextsKept
{
    /// <summary>The organisations whose texts are kept for some days only.</summary>
    Task<IReadOnlyList<(string OrganisationId, int Days)>> ListAsync(CancellationToken cancellation);
}

/// <summary>Erases texts that a policy keeps no longer. Scores, groups and figures stay; an audit of them by new training does not.</summary>
internal sealed class Retention(
    ITextsKept kept, OrganisationDatabase database, ChatErasure chats, IOptions<PrivacySettings> settings, ILogger<Retention> logger)
    : RecurringWork(TimeSpan.FromMinutes(settings.Value.SweepMinutes), logger)
{
    private const int Batch = 5000;

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        foreach (var (organisationId, days) in await kept.ListAsync(cancellation))
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
                var texts = (await connection.QueryAsync<SealedText>(new CommandDefinition(
                    """
                    with old as (
                      select item_id, response_id, text, text_digest from responses
                      where organisation_id = @organisationId and text is not null and created_at < now() - @days * interval '1 day'
                      order by created_at limit @Batch for update skip locked),
                    erased as (
                      update responses r set text = null, text_digest = null, text_length = null, updated_at = now() from old
                      where r.organisation_id = @organisationId and (r.item_id, r.response_id) = (old.item_id, old.response_id))
                    select item_id, response_id, text, text_digest from old
                    """,
                    new { organisationId, days, Batch }, commandTimeout: 0, cancellationToken: cancellation))).AsList();
                var erased = texts.Count;
                if (erased > 0)
                {
                    await chats.ForgetAsync(connection, organisationId, texts);
                    await ActivityLog.RecordAsync(connection, ActivityLog.ByService(organisationId), "texts.erased", subject: null, new { responses = erased, afterDays = days });
                    await ErasedTexts.TellAsync(connection);
                }
                return erased;
            },
            cancellation);
}
