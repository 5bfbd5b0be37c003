using Npgsql;
using ScoringFairness.Scoring.Linear.Features;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Responses.Privacy;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning;

/// <summary>What may explain a gap, of the responses that an audit freezes.</summary>
internal static class TextFacts
{
    /// <summary>The responses with the length of each, and its prompt within the item; those whose text is not known are as they were.</summary>
    public static async Task<IReadOnlyList<PlannedResponse>> WithAsync(
        NpgsqlConnection connection, string organisationId, string itemId, AuditDesign design, IReadOnlyList<PlannedResponse> responses,
        TextCipher cipher)
    {
        var found = new Dictionary<string, (int Words, string? Prompt)>(StringComparer.Ordinal);
        await foreach (var (responseId, text, prompt) in AuditedResponses.TextsAsync(
            connection, organisationId, itemId, design.Selection, design.PromptAttribute, cipher))
        {
            found[responseId] = (WordCount.Of(text), prompt);
        }
        return
        [
            .. responses.Select(response => found.TryGetValue(response.ResponseId, out var facts)
                ? response with { Words = facts.Words, Prompt = facts.Prompt }
                : response),
        ];
    }
}
