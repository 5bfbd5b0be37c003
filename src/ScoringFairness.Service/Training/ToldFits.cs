using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Disclosure;

namespace ScoringFairness.Service.Training;

/// <summary>Training runs as they leave the service: without counts of a few students, and without the totals that would tell them.</summary>
internal sealed class ToldFits(FitStore fits)
{
    /// <summary>A part of an audit's training runs.</summary>
    /// <param name="organisationId">Whose audit it is.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="data">Who was audited; null before it is planned.</param>
    /// <param name="minCellSize">Counts from 1 to below this are suppressed.</param>
    /// <param name="after">The number of the fit before the first.</param>
    /// <param name="limit">Fits at most.</param>
    public async Task<IReadOnlyList<Fit>> ListAsync(
        string organisationId, string auditId, AuditedData? data, int minCellSize, int after, int limit)
    {
        var items = (data?.Items ?? []).ToDictionary(item => item.ItemId);
        return [.. (await fits.ListAsync(organisationId, auditId, after, limit)).Select(fit => Told(fit, items.GetValueOrDefault(fit.ItemId), minCellSize))];
    }

    /// <summary>A fit of an item whose groups are known; those that the item hides are hidden in every fit of it.</summary>
    internal static Fit Told(Fit fit, AuditedItem? item, int minCellSize)
    {
        if (fit.Sizes is not { } sizes)
        {
            return fit;
        }
        // What is suppressed in the data already is small.
        var ofItem = new ToldGroups(
            [.. (item?.Groups ?? []).Select(group => ((string?)group.Group, group.N ?? 1)), (null, item?.NotReported ?? 0)], minCellSize);
        var ofFit = new ToldGroups(sizes.Groups.Select(group => (group.Group, (long)(group.N ?? 1))), minCellSize);
        var groups = sizes.Groups.Select(group => ofItem.Contains(group.Group) && ofFit.Contains(group.Group)
            ? group with { Levels = SmallCells.Line([.. group.Levels.Select(n => n ?? 1)], minCellSize) }
            : group with { N = null, Levels = [.. group.Levels.Select(_ => (long?)null)] }).ToList();
        // A total less the groups that are told would be the size of a lone one that is not, here or over all folds.
        return ofItem.TellTotal && ofItem.Hidden.Union(ofFit.Hidden).Count() != 1
            ? fit with { Sizes = sizes with { Groups = groups } }
            : fit with
            {
                Sizes = new FitSizes { Training = null, Validation = null, Scored = null, Groups = groups },
                // The loss of a scorer of a few students is theirs.
                Losses = groups.Count > 0 && groups.TrueForAll(group => !ofItem.Contains(group.Group))
                    ? null
                    // A share with all its digits names its denominator.
                    : fit.Losses?.Select(loss => loss with
                    {
                        ValidationAccuracy = loss.ValidationAccuracy is { } share ? Math.Round(share, 2) : null,
                    }).ToList(),
            };
    }
}
