using System.Globalization;
using Dapper;
using Npgsql;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>The money of chat models: set aside before something is sent, settled when its cost is known.</summary>
internal sealed class ChatSpending(OrganisationDatabase database, ChatSettings settings, TimeProvider clock) : IPurses
{
    /// <summary>Records what is about to be sent and sets its highest cost aside, unless it may not be sent.</summary>
    /// <exception cref="FitException">The endpoint is not allowed, or a budget would be passed.</exception>
    /// <param name="context">Whose, and what for.</param>
    /// <param name="endpoint">Where to.</param>
    /// <param name="sending">What.</param>
    /// <param name="isFirst">Whether the fit sent nothing before: the record of activity names the first of its responses, the table of sendings all.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<long> SendingAsync(
        ChatContext context, ChatEndpoint endpoint, ChatSending sending, bool isFirst, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return await database.InTransactionAsync(
            context.OrganisationId,
            async connection =>
            {
                if (!await ChatPermissions.IsAllowedAsync(connection, context.OrganisationId, endpoint))
                {
                    throw new FitException(ChatPermissions.Refusal(endpoint.Name));
                }
                if (sending.AtMost > 0)
                {
                    await SetAsideAsync(connection, context.OrganisationId, OfAudit(context.AuditId), sending.AtMost, context.Budget, "the audit's budget");
                    await SetAsideAsync(
                        connection, context.OrganisationId, OfMonth(now), sending.AtMost, settings.BudgetOf(context.OrganisationId),
                        "the organisation's budget of this month");
                }
                var number = await connection.ExecuteScalarAsync<long>(
                    """
                    insert into chat_sendings (organisation_id, audit_id, fit_no, item_id, scorer, endpoint, base_address, model, kind, digest, bytes,
                                               sent_at, cost)
                    values (@OrganisationId, @AuditId, @FitNo, @ItemId, @Scorer, @endpoint, @address, @Model, @kind, @Digest, @Bytes, @now, @AtMost)
                    returning sending_no
                    """,
                    new
                    {
                        context.OrganisationId,
                        context.AuditId,
                        context.FitNo,
                        context.ItemId,
                        context.Scorer,
                        endpoint = endpoint.Name,
                        address = endpoint.BaseAddress.ToString(),
                        sending.Model,
                        kind = ContractJson.Word(sending.Kind.ToString()),
                        sending.Digest,
                        sending.Bytes,
                        now,
                        sending.AtMost,
                    });
                if (sending.Kind != ChatSendingKind.Response || isFirst)
                {
                    await ActivityLog.RecordAsync(
                        connection, ActivityLog.ByService(context.OrganisationId), "chat.sent", context.AuditId,
                        new
                        {
                            context.FitNo,
                            endpoint = endpoint.Name,
                            sending.Model,
                            kind = ContractJson.Word(sending.Kind.ToString()),
                            sending.Digest,
                            sending.Bytes,
                            sendingNo = number,
                        });
                }
                return number;
            },
            cancellation);
    }

    /// <summary>Records what became of it; only the first word counts.</summary>
    public Task SentAsync(string organisationId, long number, ChatOutcome outcome) =>
        database.InTransactionAsync(
            organisationId,
            async connection =>
            {
                var before = await connection.QuerySingleOrDefaultAsync<(string AuditId, DateTime SentAt, decimal Cost)?>(
                    """
                    select audit_id, sent_at, cost from chat_sendings
                    where organisation_id = @organisationId and sending_no = @number and result is null for update
                    """,
                    new { organisationId, number });
                if (before is not var (auditId, sentAt, aside))
                {
                    return 0;
                }
                var cost = outcome.Cost ?? aside;
                await connection.ExecuteAsync(
                    """
                    update chat_sendings set result = @Result, cost = @cost, input_tokens = @InputTokens, output_tokens = @OutputTokens,
                                             trained_tokens = @TrainedTokens
                    where organisation_id = @organisationId and sending_no = @number
                    """,
                    new { organisationId, number, outcome.Result, cost, outcome.InputTokens, outcome.OutputTokens, outcome.TrainedTokens });
                return cost == aside ? 0 : await connection.ExecuteAsync(
                    // In the order in which money is set aside, so that nobody waits for each other.
                    "update chat_accounts set spent = spent + @change where organisation_id = @organisationId and account = @account",
                    new[] { OfAudit(auditId), OfMonth(sentAt) }.Select(account => new { organisationId, account, change = cost - aside }));
            },
            CancellationToken.None);

    public async Task<Purse> OfAsync(string organisationId, CancellationToken cancellation) =>
        new(settings.Currency, settings.BudgetOf(organisationId), await ThisMonthAsync(organisationId, cancellation));

    /// <summary>What an organisation has spent this month.</summary>
    public async Task<decimal> ThisMonthAsync(string organisationId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return await connection.ExecuteScalarAsync<decimal?>(
            "select spent from chat_accounts where organisation_id = @organisationId and account = @account",
            new { organisationId, account = OfMonth(clock.GetUtcNow().UtcDateTime) }) ?? 0;
    }

    private async Task SetAsideAsync(NpgsqlConnection connection, string organisationId, string account, decimal most, decimal? budget, string whose)
    {
        await connection.ExecuteAsync(
            "insert into chat_accounts (organisation_id, account) values (@organisationId, @account) on conflict do nothing", new { organisationId, account });
        var isSetAside = await connection.ExecuteAsync(
            """
            update chat_accounts set spent = spent + @most
            where organisation_id = @organisationId and account = @account and (@budget::numeric is null or spent + @most <= @budget)
            """,
            new { organisationId, account, most, budget });
        if (isSetAside == 0)
        {
            throw new FitException(string.Create(CultureInfo.InvariantCulture,
                $"The next request to a chat model, of at most {most:0.######} {settings.Currency}, "
                + $"would pass {whose} of {budget:0.######} {settings.Currency}. ")
                + "What was paid for is kept: another audit of the same kind, with a higher budget, goes on from there.");
        }
    }

    private static string OfAudit(string auditId) => $"audit:{auditId}";

    private static string OfMonth(DateTime time) => string.Create(CultureInfo.InvariantCulture, $"month:{time:yyyy-MM}");
}
