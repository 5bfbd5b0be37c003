using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringFairness.Scoring.Chat.Prompts;

/// <summary>What a completion says: a level, a refusal, or nothing that can be read.</summary>
/// <param name="Score">The level or why there is none; <see cref="MissingScore.Unreadable"/> asks for another attempt.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="HasUsage">Whether the endpoint told the tokens.</param>
internal sealed record ChatReading(ChatScore Score, long InputTokens, long OutputTokens, bool HasUsage)
{
    private static readonly ChatScore Unreadable = new(0, MissingScore.Unreadable, []);

    /// <summary>Reads a completion; whatever it holds, it is one of these and never an exception.</summary>
    public static ChatReading Of(JsonNode body, LevelLabels labels)
    {
        try
        {
            var usage = body["usage"];
            return new ChatReading(ScoreOf(body, labels), Tokens(usage, "prompt_tokens"), Tokens(usage, "completion_tokens"), usage is JsonObject);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or JsonException or ArgumentException)
        {
            // A field is there and of another type than the protocol has.
            return new ChatReading(Unreadable, 0, 0, HasUsage: false);
        }
    }

    private static ChatScore ScoreOf(JsonNode body, LevelLabels labels)
    {
        if (body["choices"] is not JsonArray { Count: > 0 } choices || choices[0]?["message"] is not JsonObject message)
        {
            return Unreadable;
        }
        var finish = (string?)choices[0]!["finish_reason"];
        if (finish == "content_filter" || message["refusal"] is JsonValue refusal && !string.IsNullOrEmpty(refusal.ToString()))
        {
            return new ChatScore(0, MissingScore.Refused, []);
        }
        if (finish == "length" || (string?)message["content"] is not { } content || ChatPrompt.Read(content) is not var (label, at))
        {
            return Unreadable;
        }
        return labels.LevelOf(label) is { } level
            ? new ChatScore(level, null, LabelProbabilities.Of(choices[0]!["logprobs"]?["content"] as JsonArray, labels, at))
            : new ChatScore(0, MissingScore.OffScale, []);
    }

    private static long Tokens(JsonNode? usage, string name) => Math.Max(0, (long?)usage?[name] ?? 0);
}
