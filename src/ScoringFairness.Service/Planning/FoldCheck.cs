using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Responses;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Planning;

/// <summary>Whether an audit's items can be dealt into its folds, asked before it is begun.</summary>
internal sealed class FoldCheck(OrganisationDatabase database)
{
    /// <summary>Responses of an item up to which it is dealt out to see; of more, the planning says it.</summary>
    private const long MostDealt = 20_000;

    /// <summary>Refuses training where no item can be dealt; one that cannot, among others, is left out with a warning.</summary>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="design">The audit.</param>
    /// <param name="scales">The scales of its items.</param>
    /// <param name="sizes">Responses by item.</param>
    /// <param name="errors">Told of the items, if none can be dealt.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task CheckAsync(
        string organisationId, AuditDesign design, IReadOnlyDictionary<string, ScoreScale> scales, IReadOnlyDictionary<string, long> sizes,
        Refusals errors, CancellationToken cancellation)
    {
        if (design.Scorers.All(scorer => scorer.Splits.Count == 0))
        {
            return;
        }
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        foreach (var itemId in design.Items)
        {
            cancellation.ThrowIfCancellationRequested();
            if (sizes.GetValueOrDefault(itemId) > MostDealt)
            {
                return;
            }
            var candidates = await AuditedResponses.CandidatesAsync(connection, organisationId, itemId, design.Selection);
            if (ItemPlan.Of(itemId, scales[itemId], candidates, design, new StudentNumbers()).Clusters.AreEnough)
            {
                return;
            }
        }
        foreach (var itemId in design.Items)
        {
            errors.Add("items", $"Item '{itemId}' cannot be dealt into folds. {DataWarnings.FoldsProblem(design.Folds)}");
        }
    }
}
