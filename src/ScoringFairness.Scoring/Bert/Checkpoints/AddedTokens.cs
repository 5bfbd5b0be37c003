using System.Text.Json;
using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>
/// Tokens that a tokenizer was given beside its vocabulary (<c>@NAME1</c> of anonymised essays): the word pieces of a text that holds
/// one would be others than those the model was trained on, so a checkpoint with such tokens is refused.
/// </summary>
internal static class AddedTokens
{
    private const int Named = 5;

    /// <summary>Refuses tokens that are none of BERT's own.</summary>
    /// <param name="path">The file that names them.</param>
    /// <param name="tokens">All that it names.</param>
    /// <exception cref="CheckpointException">There is one that a text may hold.</exception>
    public static void Refuse(string path, IEnumerable<string> tokens)
    {
        var foreign = tokens.Where(token => !WordPieceVocabulary.Special.Contains(token)).Distinct(StringComparer.Ordinal).ToList();
        if (foreign.Count > 0)
            throw new CheckpointException(
                path,
                $"it adds tokens to the vocabulary, which are not read here: {string.Join(", ", foreign.Take(Named))}{(foreign.Count > Named ? ", …" : "")}. "
                + "Use the checkpoint that they were added to, or replace them in the texts");
    }

    /// <summary>The tokens of <c>added_tokens.json</c>: an object from token to number.</summary>
    public static IEnumerable<string> OfList(JsonElement root) => root.EnumerateObject().Select(token => token.Name);

    /// <summary>The tokens of <c>added_tokens_decoder</c>, an object from number to token, or of <c>added_tokens</c>, a list of tokens.</summary>
    public static IEnumerable<string> Of(JsonElement root, string property) => !root.TryGetProperty(property, out var found) ? [] : found.ValueKind switch
    {
        JsonValueKind.Object => found.EnumerateObject().Select(token => Content(token.Value)),
        JsonValueKind.Array => found.EnumerateArray().Select(Content),
        _ => [],
    };

    private static string Content(JsonElement token) => token.ValueKind switch
    {
        JsonValueKind.String => token.GetString()!,
        JsonValueKind.Object when token.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String => content.GetString()!,
        _ => token.GetRawText(),
    };
}
