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
        var ofItem = item?.Told(minCellSize) ?? new ToldGroups([(null, 0)], minCellSize);
        var ofFit = new ToldGroups(sizes.Groups.Select(group => (group.Group, (long)(group.N ?? 1))), minCellSize);
        var groups = sizes.Groups.Select(group => ofItem.Contains(group.Group) && ofFit.Contains(group.Group)
            ? group with { Levels = SmallCells.Line([.. group.Levels.Select(n => n ?? 1)], minCellSize) }
            : group with { N = null, Levels = [.. group.Levels.Select(_ => (long?)null)] }).ToList();
        var hidden = ofItem.Hidden.Union(ofFit.Hidden).ToHashSet(StringComparer.Ordinal);
        var few = sizes.Groups.Where(group => group.Group is { } one && hidden.Contains(one)).Sum(group => group.N ?? 1);
        // A total less the groups that are told is what those have that are not, here or over all folds: of a lone one, or of a few in all, a size.
        // What was trained on before somebody was erased, less who was evaluated, would be the erased.
        var lacksErased = item?.Excluded.Any(excluded => excluded.IsErased) == true;
        var tellsTotal = !lacksErased && (hidden.Count == 0 || (ofItem.AreAll && hidden.Count > 1 && few >= minCellSize));
        if (lacksErased || (!tellsTotal && fit.Split == TrainingSplit.MixedMatched))
        {
            // The total of a matched split is that of the smallest split of one group, whose fit tells it.
            groups = [.. groups.Select(group => group with { N = null, Levels = [.. group.Levels.Select(_ => (long?)null)] })];
        }
        return tellsTotal
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
