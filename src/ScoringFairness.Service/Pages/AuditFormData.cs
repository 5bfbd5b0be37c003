using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers.Chat;
using ScoringFairness.Service.Scorers.Engine;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Pages;

/// <summary>What the form of a new audit offers.</summary>
internal sealed class AuditFormData(ItemStore items, ResponseStore responses, MachineScores scores, EngineSettings engines, ChatSettings chats, ChatPermissions permissions)
{
    private const int Most = 1000;

    /// <summary>The choices that an organisation has.</summary>
    public async Task<AuditChoices> ChoicesAsync(string organisationId, CancellationToken cancellation)
    {
        var allowed = await permissions.ListAsync(organisationId, chats.AllEndpoints, cancellation);
        var found = await items.ListAsync(organisationId, after: null, Most);
        return new AuditChoices(
            [.. found.Where(item => item.Responses > 0).Select(item => (item.ItemId, item.Responses))],
            await responses.AttributesAsync(organisationId, cancellation),
            [.. (await scores.ScorersAsync(organisationId, after: null, Most, cancellation)).Select(scorer => scorer.Scorer)],
            ["scratch:tiny", "scratch:mini"],
            [.. engines.Names],
            [.. chats.AllEndpoints.Where(endpoint => allowed.ContainsKey(endpoint.Name)).SelectMany(ChatChoice.Of)], chats.Currency);
    }
}
