using System.Globalization;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Reports;

namespace ScoringFairness.Service.Pages;

/// <summary>What an audit would take, in words.</summary>
internal static class CostInWords
{
    /// <summary>What an audit would take, for people.</summary>
    public static string Said(AuditCost cost)
    {
        var (design, training) = (cost.Request, cost.Fits == 1 ? "one training run" : $"{cost.Fits} training runs");
        var price = cost.Scorers.Count == 0
            ? "Nothing is paid for at a provider."
            : string.Create(CultureInfo.InvariantCulture, $"Chat models would cost {cost.Price:0.00} {cost.Currency} ")
                + (cost.IsWithinBudget ? "and stay within the budget." : "and pass the budget.");
        var scorers = design.Scorers.Select(scorer => scorer.Splits.Count > 1 ? $"{scorer.Name} on {scorer.Splits.Count} splits" : scorer.Name);
        return $"It would make {training}: {design.Items.Count} {(design.Items.Count == 1 ? "item" : "items")}, "
            + $"{string.Join(", ", scorers)}, "
            + $"{design.Folds} folds. Compared are {GroupWords.All(design.Groups)} by {GroupWords.OfAttribute(design.Attribute.ToString())}; "
            + $"the reference is {GroupWords.Of(design.Reference)}.\n"
            + $"{Said(cost.Time)}\n{price}";
    }

    private static string Runs(int measured) => measured == 1 ? "one earlier run" : $"{measured} earlier runs";

    private static string Said(TimeEstimate time)
    {
        var byScorer = time.Scorers.Where(one => one.Seconds is not null)
            .Select(one => $"{AuditProgress.Left(one.Seconds!.Value)} for {one.Scorer}, by {Runs(one.MeasuredFits)} like it").ToList();
        var work = byScorer.Count == 0 ? "" : $" One training run after the other it would be {string.Join("; ", byScorer)}.";
        return (time.Seconds is { } seconds && time.Scorers.Count > 0
                ? time.AtOnce == 0
                    ? "No worker is there now that would train it."
                    : $"Training takes about {AuditProgress.Left(seconds)} here, {time.AtOnce} at once."
                : "How long it takes is not known.") + $"{work} {time.Note}";
    }
}
