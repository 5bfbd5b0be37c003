using Dapper;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>What a fit paid for, in PostgreSQL.</summary>
internal sealed class ChatLedger(
    OrganisationDatabase database, ChatSpending spending, TextCipher cipher, ChatContext context, ChatEndpoint endpoint) : IChatLedger, IAsyncDisposable
{
    private readonly ChatTunings _tunings = new(database, context, endpoint);
    private int _responsesSent;
    private readonly ChatLocks _locks = new(database, context.OrganisationId);

    public async Task<ChatScore?> ClaimAsync(string digest, CancellationToken cancellation)
    {
        await _locks.EnterAsync(digest, cancellation);
        try
        {
            await using var connection = await database.OpenAsync(context.OrganisationId, cancellation);
            var known = await connection.QuerySingleOrDefaultAsync<(short Level, string? Missing, float[]? Probabilities)?>(
                "select level, missing, probabilities from chat_answers where organisation_id = @OrganisationId and request_digest = any(@digests) limit 1",
                new { context.OrganisationId, digests = cipher.Forms(Convert.FromHexString(digest)).Select(Convert.ToHexStringLower).ToArray() });
            if (known is not var (level, missing, probabilities))
            {
                return null;
            }
            await _locks.LeaveAsync(digest);
            return new ChatScore(level, missing is null ? null : Enum.Parse<MissingScore>(missing, ignoreCase: true), probabilities ?? []);
        }
        catch
        {
            await _locks.LeaveAsync(digest);
            throw;
        }
    }

    public async Task AnswerAsync(string digest, string response, ChatScore score)
    {
        var text = new byte[TextDigest.Length];
        TextDigest.Write(response, text);
        cipher.Blind(text);
        await Outage.WaitOutAsync(async () =>
        {
            await using var connection = await database.OpenAsync(context.OrganisationId);
            await connection.ExecuteAsync(
                """
                insert into chat_answers (organisation_id, request_digest, text_digest, level, missing, probabilities)
                values (@OrganisationId, @digest, @text, @Level, @missing, @probabilities) on conflict do nothing
                """,
                new
                {
                    context.OrganisationId,
                    digest = Blind(digest),
                    text,
                    score.Level,
                    missing = score.Missing is { } reason ? ContractJson.Word(reason.ToString()) : null,
                    probabilities = score.Probabilities.Count > 0 ? score.Probabilities.ToArray() : null,
                });
        }, CancellationToken.None);
        await _locks.LeaveAsync(digest);
    }

    public Task AbandonAsync(string digest) => _locks.LeaveAsync(digest);

    public Task<long> SendingAsync(ChatSending sending, CancellationToken cancellation) => spending.SendingAsync(
        context, endpoint, sending with { Digest = Blind(sending.Digest) },
        isFirst: sending.Kind == ChatSendingKind.Response && Interlocked.Exchange(ref _responsesSent, 1) == 0, cancellation);

    public Task SentAsync(long number, ChatOutcome outcome) =>
        Outage.WaitOutAsync(() => spending.SentAsync(context.OrganisationId, number, outcome), CancellationToken.None);

    public async Task<ChatTuning> EnterTuningAsync(string key, CancellationToken cancellation)
    {
        await _locks.EnterAsync(key, cancellation);
        return await _tunings.FindAsync(key, cancellation) ?? new ChatTuning { Key = key };
    }

    public Task SaveTuningAsync(ChatTuning tuning) => Outage.WaitOutAsync(() => _tunings.SaveAsync(tuning), CancellationToken.None);

    public Task LeaveTuningAsync(string key) => _locks.LeaveAsync(key);

    public ValueTask DisposeAsync() => _locks.DisposeAsync();

    /// <summary>A digest as it is stored: where texts are encrypted, none can be guessed by it.</summary>
    private string Blind(string digest)
    {
        var bytes = Convert.FromHexString(digest);
        cipher.Blind(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
