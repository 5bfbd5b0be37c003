using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Pages;

/// <summary>What the form of a new audit offers.</summary>
internal sealed class AuditFormData(ItemStore items, ResponseStore responses, ScorerKinds kinds)
{
    private const int Most = 1000;

    /// <summary>The choices that an organisation has.</summary>
    /// <param name="caller">Who chooses; how many responses there are is told to those alone who may read them.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<AuditChoices> ChoicesAsync(Caller caller, CancellationToken cancellation)
    {
        var found = await items.ListAsync(caller.OrganisationId, Most);
        return new AuditChoices(
            [.. found.Where(item => item.Responses > 0).Select(item => (item.ItemId, caller.MayRead ? (long?)item.Responses : null))],
            await responses.AttributesAsync(caller.OrganisationId, cancellation),
            await kinds.FormAsync(caller.OrganisationId, cancellation));
    }
}
