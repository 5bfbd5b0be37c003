using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Pages;

/// <summary>What the form of a new audit offers.</summary>
internal sealed class AuditFormData(ItemStore items, ResponseStore responses, ScorerKinds kinds)
{
    private const int Most = 1000;

    /// <summary>The choices that an organisation has.</summary>
    public async Task<AuditChoices> ChoicesAsync(string organisationId, CancellationToken cancellation)
    {
        var found = await items.ListAsync(organisationId, Most);
        return new AuditChoices(
            [.. found.Where(item => item.Responses > 0).Select(item => (item.ItemId, item.Responses))],
            await responses.AttributesAsync(organisationId, cancellation),
            await kinds.FormAsync(organisationId, cancellation));
    }
}
