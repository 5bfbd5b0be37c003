using System.Security.Cryptography;
using Dapper;
using Npgsql;
using ScoringFairness.Scoring.Swaps;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>Makes the service forget what chat models answered about texts that are erased.</summary>
internal sealed class ChatErasure(TextCipher cipher)
{
    private const int Batch = 5000;

    /// <summary>Forgets the answers about the texts of an item's responses, or of some of them, in the transaction that then erases these.</summary>
    public async Task ForgetAsync(NpgsqlConnection connection, string organisationId, string itemId, IReadOnlyCollection<string>? responseIds)
    {
        if (!await AnyAsync(connection, organisationId))
        {
            return;
        }
        for (string? after = null; ;)
        {
            var texts = await ResponseStore.SealedTextsAsync(connection, organisationId, itemId, responseIds, after, Batch);
            await ForgetAsync(connection, organisationId, texts);
            if (texts.Count < Batch)
            {
                return;
            }
            after = texts[^1].ResponseId;
        }
    }

    /// <summary>Forgets the answers about some texts, in the transaction that erases them.</summary>
    public async Task ForgetAsync(NpgsqlConnection connection, string organisationId, IReadOnlyList<SealedText> texts)
    {
        if (texts.Count > 0 && await AnyAsync(connection, organisationId))
        {
            await connection.ExecuteAsync(
                "delete from chat_answers where organisation_id = @organisationId and text_digest = any(@digests)",
                new { organisationId, digests = texts.SelectMany(text => Digests(organisationId, text)).ToArray() });
        }
    }

    private static Task<bool> AnyAsync(NpgsqlConnection connection, string organisationId) =>
        connection.ExecuteScalarAsync<bool>("select exists (select from chat_answers where organisation_id = @organisationId)", new { organisationId });

    /// <summary>
    /// A key may have taken over since the answer was stored, so every form is looked for; and a model may have been asked about the text
    /// with words of the program's list swapped.
    /// </summary>
    private IReadOnlyList<byte[]> Digests(string organisationId, SealedText text)
    {
        try
        {
            var opened = cipher.Open(text.Text, organisationId, text.ItemId, text.ResponseId);
            return [.. SwapWords.Versions(opened).Prepend(opened).SelectMany(Forms)];
        }
        catch (CryptographicException)
        {
            // Its key is lost: what is stored beside it is all that is known of it.
            return text.TextDigest is { } stored ? [stored] : [];
        }

        IReadOnlyList<byte[]> Forms(string one)
        {
            var digest = new byte[TextDigest.Length];
            TextDigest.Write(one, digest);
            return cipher.Forms(digest);
        }
    }
}
