namespace ScoringFairness.Service.Training;

/// <summary>A scorer that learnt nothing in some of its training runs on an item.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Scorer">The scorer.</param>
/// <param name="Split">The training split; null for a scorer that has none.</param>
/// <param name="Fits">Training runs in which it learnt nothing.</param>
/// <param name="Of">Training runs of it on the item.</param>
internal sealed record EmptyScorer(string ItemId, string Scorer, string? Split, long Fits, long Of);
