using ScoringFairness.Service.Scorers.Chat;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Reports;

/// <summary>What the chat models of an audit were sent and cost, and what they would not grade.</summary>
public sealed record ChatReport
{
    /// <summary>What each was sent, and what that cost.</summary>
    public required IReadOnlyList<ChatSpent> Spent { get; init; }

    /// <summary>Responses without a score, by item, scorer, split, group and reason; small counts are suppressed.</summary>
    public required IReadOnlyList<UnscoredCount> Unscored { get; init; }

    /// <summary>How many responses of what a line covers have no score: "0", a number, or "s" where one of its counts is suppressed.</summary>
    internal string Without(Line line)
    {
        var own = Unscored.Where(count =>
            (count.Scorer, count.Split) == (line.Scorer, line.Split) && (line.ItemId is null || count.ItemId == line.ItemId)).ToList();
        return own.Any(count => count.N is null) ? "s" : FigureFormat.Count(own.Sum(count => count.N ?? 0));
    }
}
