using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Scores;
using ScoringFairness.Service.Training;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>What a reader should know about machine scores before any figure.</summary>
internal static class ScoreWarnings
{
    /// <summary>Constant scores, and scores off the scale.</summary>
    /// <param name="data">The counts.</param>
    /// <param name="minCellSize">Counts from 1 to below this are not said.</param>
    public static IEnumerable<AuditWarning> Of(EvaluationData data, int minCellSize) => [.. OfConstant(data), .. OfMisplaced(data, minCellSize)];

    /// <summary>
    /// Scorers that give every response of an item one and the same level: they look perfectly fair, and are of no use.
    /// </summary>
    private static IEnumerable<AuditWarning> OfConstant(EvaluationData data) =>
        from scorer in data.Scorers.Index()
        from item in data.Items.Index()
        let cube = data.Cubes[scorer.Index][item.Index]
        where cube.Total > 0 && UsedLevels(cube) == 1
        select new AuditWarning("constantMachineScores", item.Item.ItemId,
            $"{Named(scorer.Item.Name, scorer.Item.Split)} gives every response the same score: "
            + "equal odds and a gap of 0 say nothing about fairness here.");

    /// <summary>Scorers with scores off an item's scale: their levels are the ends of the scale, which is not what they gave.</summary>
    private static IEnumerable<AuditWarning> OfMisplaced(EvaluationData data, int minCellSize)
    {
        if (data.OffScale is not { } places)
        {
            return [];
        }
        var people = new UploadedPeople(data);
        return
            from scorer in data.Scorers.Index()
            from item in data.Items.Index()
            let off = places[scorer.Index][item.Index]
            where off > 0
            let scale = item.Item.Scale
            let cube = data.Cubes[scorer.Index][item.Index]
            let told = new ToldGroups(
                data.Groups.Index().Select(one => ((string?)one.Item, people.Of(item.Index, one.Index)?.All ?? cube.Size(one.Index))), minCellSize)
            // Of which groups they are is not counted: beside a hidden one no number is said.
            select new AuditWarning("offScaleMachineScores", item.Item.ItemId, string.Create(CultureInfo.InvariantCulture,
                $"{Named(scorer.Item.Name, scorer.Item.Split)} gives {(told.AreAll ? told.WordsOf(off, cube.Total) : "some")} ")
                + string.Create(CultureInfo.InvariantCulture,
                    $"responses a score off the scale {scale.Minimum} to {scale.Maximum}; ")
                + "in figures of levels they count as the nearest end of the scale. Above 1 % there is no verdict: correct the scale, or the scores.");
    }

    /// <summary>Says which scorers gave some responses of an item no score, and why.</summary>
    public static IEnumerable<AuditWarning> OfUnscored(IReadOnlyList<UnscoredCount> counts) =>
        from scorer in counts.GroupBy(count => (count.ItemId, count.Scorer, count.Split))
        let groups = string.Join("; ", scorer.Select(count =>
            $"{count.Group ?? "not reported"}: {count.Share} {count.Words}"))
        select new AuditWarning("unscored", scorer.Key.ItemId,
            $"{Named(scorer.Key.Scorer, scorer.Key.Split)} gave some responses no score ({groups}); "
            + "its figures rest on the others, and a group that is refused more often is treated differently whatever they say.");

    /// <summary>Says which scorers learnt nothing of an item.</summary>
    public static IEnumerable<AuditWarning> OfEmpty(IReadOnlyList<EmptyScorer> scorers) => scorers.Select(one => new AuditWarning(
        "learntNothing", one.ItemId, string.Create(CultureInfo.InvariantCulture,
            $"{Named(one.Scorer, one.Split)} has learnt nothing in {one.Fits} of {one.Of} training runs: it is no better than the frequencies of ")
        + "the levels. Its figures say nothing about what a scorer of this kind does; train it longer, at another rate or on more responses."));

    private static string Named(string scorer, string? split) => $"Scorer '{scorer}'{(split is null ? "" : $", split '{split}',")}";

    private static int UsedLevels(CountCube cube) => Enumerable.Range(0, cube.Levels)
        .Count(machine => Enumerable.Range(0, cube.Groups).Any(group => cube.AtMachine(group, machine) > 0));
}
