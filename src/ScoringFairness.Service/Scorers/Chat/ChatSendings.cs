using System.ComponentModel.DataAnnotations;
using Dapper;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>The record of what was sent to endpoints.</summary>
internal sealed class ChatSendings(OrganisationDatabase database, ChatSettings settings)
{
    /// <summary>A part of the record, the oldest first.</summary>
    public async Task<IReadOnlyList<ChatSent>> ListAsync(string organisationId, string? auditId, long after, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<ChatSent>(new CommandDefinition(
            """
            select sending_no, audit_id, fit_no, item_id, scorer, endpoint, base_address, model, kind, digest, bytes, sent_at, result, cost,
                   input_tokens, output_tokens, trained_tokens
            from chat_sendings
            where organisation_id = @organisationId and (@auditId::text is null or audit_id = @auditId) and sending_no > @after
            order by sending_no limit @limit
            """,
            new { organisationId, auditId, after, limit }, cancellationToken: cancellation))).AsList();
    }

    /// <summary>What each chat scorer of an audit was sent, and what that cost; none where an audit has no chat model.</summary>
    public async Task<IReadOnlyList<ChatSpent>> SpentAsync(string organisationId, string auditId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var rows = await connection.QueryAsync<ChatSpent>(new CommandDefinition(
            """
            select scorer, endpoint, count(*) filter (where kind = 'response') as requests, count(*) filter (where kind = 'tuningJob') as tuning_jobs,
                   sum(bytes)::bigint as bytes, sum(input_tokens)::bigint as input_tokens, sum(output_tokens)::bigint as output_tokens,
                   sum(trained_tokens)::bigint as trained_tokens, sum(cost) as cost
            from chat_sendings
            where organisation_id = @organisationId and audit_id = @auditId group by scorer, endpoint order by scorer, endpoint
            """,
            new { organisationId, auditId }, cancellationToken: cancellation));
        return [.. rows.Select(row => row with { Currency = settings.Currency })];
    }
}

/// <summary>Something that was sent to an endpoint.</summary>
public sealed record ChatSent
{
    /// <summary>Its number.</summary>
    public required long SendingNo { get; init; }

    /// <summary>The audit that sent it.</summary>
    public required string AuditId { get; init; }

    /// <summary>The fit that sent it.</summary>
    public required int FitNo { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>The scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>The endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Its address then.</summary>
    public required string BaseAddress { get; init; }

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>response, trainingFile, validationFile or tuningJob.</summary>
    [AllowedValues("response", "trainingFile", "validationFile", "tuningJob")]
    public required string Kind { get; init; }

    /// <summary>SHA-256 of what was sent; of a response with the endpoint's address before the request.</summary>
    public required string Digest { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>When.</summary>
    public required DateTime SentAt { get; init; }

    /// <summary>What became of it; null where nobody knows, as when the process died meanwhile.</summary>
    public string? Result { get; init; }

    /// <summary>What it cost, or the most that it may have cost where that is not known.</summary>
    public required decimal Cost { get; init; }

    /// <summary>Tokens read.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Tokens written.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>Tokens trained on.</summary>
    public required long TrainedTokens { get; init; }
}

/// <summary>What a chat scorer of an audit was sent, and what that cost.</summary>
public sealed record ChatSpent
{
    /// <summary>The scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>The endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Requests to grade a response, repeated ones counted; answers that were paid for before need none.</summary>
    public required long Requests { get; init; }

    /// <summary>Fine-tuning jobs.</summary>
    public required long TuningJobs { get; init; }

    /// <summary>Bytes sent.</summary>
    public required long Bytes { get; init; }

    /// <summary>Tokens read.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Tokens written.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>Tokens trained on.</summary>
    public required long TrainedTokens { get; init; }

    /// <summary>What it cost; where that is not known, the most that it may have cost.</summary>
    public required decimal Cost { get; init; }

    /// <summary>The currency.</summary>
    public string Currency { get; init; } = "";
}
