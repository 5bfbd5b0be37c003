using CsCheck;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;
using ScoringFairness.Statistics.Tests.Properties;

namespace ScoringFairness.Statistics.Tests.Catalogue;

/// <summary>Studies that together have everything a study may have: splits, second ratings, probabilities, several groups and items.</summary>
internal static class FullStudies
{
    private static readonly Lazy<IReadOnlyList<IReadOnlyList<MeasureRow>>> Evaluated = new(() =>
    [
        .. new[] { "0N0XIzNsQ0O2", "1aXhKh3UmT52", "2qB7L9mcQwz0" }.Select(seed => Evaluate(Studies.TwiceRated.Single(_ => true, seed), Studies.Groups(2))),
        Evaluate(Studies.Rows(groups: 3).Single(_ => true, "0N0XIzNsQ0O2"), Studies.Groups(3)),
    ]);

    /// <summary>The rows of each study.</summary>
    public static IReadOnlyList<IReadOnlyList<MeasureRow>> All => Evaluated.Value;

    /// <summary>The scores as a scorer trained on all groups gave them, and, a little off, as one trained on one group did.</summary>
    private static IReadOnlyList<MeasureRow> Evaluate(ScoredRow[] rows, string[] groups)
    {
        var first = rows.ToData(Studies.Scale, groups);
        var other = rows.Select((row, at) => row with { Machine = at % 5 == 0 ? row.Human : Math.Clamp(row.Machine + at % 3 - 1, 0, 3) }).ToArray();
        var data = new EvaluationData
        {
            Groups = first.Groups,
            Items = first.Items,
            Scorers = [new StudyScorer("machine", "mixed"), new StudyScorer("machine", "only:a")],
            Cubes = [first.Cubes[0], other.ToData(Studies.Scale, groups).Cubes[0]],
            Pairs =
            [
                .. rows.Zip(other).GroupBy(pair => (
                    Item: first.Items.Index().First(item => item.Item.ItemId == pair.First.Item).Index, Group: Array.IndexOf(groups, pair.First.Group),
                    First: IsRight(pair.First), Second: IsRight(pair.Second)))
                    .Select(cell => new PairedCount(0, 1, cell.Key.Item, cell.Key.Group, cell.Key.First, cell.Key.Second, cell.Count())),
            ],
            Swaps =
            [
                [
                    .. rows.Select((row, at) => new SwappedResponse(
                        first.Items.Index().First(item => item.Item.ItemId == row.Item).Index, Array.IndexOf(groups, row.Group), at,
                        at % 2 == 0 ? "firstToSecond" : "secondToFirst", at % 7 * 0.1 - 0.3, at % 7 == 0)),
                ],
                [],
            ],
            Probes =
            [
                [
                    .. rows.Select((row, at) => new ProbedResponse(
                        first.Items.Index().First(item => item.Item.ItemId == row.Item).Index, Array.IndexOf(groups, row.Group), at,
                        1 + at % (groups.Length - 1), 0, at * 7 % 11, at * 5 % 13)),
                ],
                null,
            ],
            Decomposed =
            [
                [
                    .. rows.Select((row, at) => new DecomposedResponse(
                        first.Items.Index().First(item => item.Item.ItemId == row.Item).Index, Array.IndexOf(groups, row.Group), at, 50 + at * 17 % 29,
                        at % 3 == 0 ? "x" : "y", row.Machine - row.Human, double.NaN)),
                ],
                [],
            ],
            Cut =
            [
                [
                    .. rows.Select((row, at) => new CutResponse(
                        first.Items.Index().First(item => item.Item.ItemId == row.Item).Index, Array.IndexOf(groups, row.Group), at, at % 2,
                        Studies.Scale.LevelOf(row.Human)!.Value, row.Machine + 0.01 * (at % 7))),
                ],
                null,
            ],
            Twins = [new TwinScorers(1, 0)],
            Distilled = [new TwinScorers(1, 0)],
            PairedResponses = rows.ToResponses(first, rows, other),
            SecondRatings = first.SecondRatings,
            Ratings = first.Ratings is { } ratings ? [ratings[0], ratings[0]] : null,
            DoubleRatings = first.DoubleRatings is { } twice ? [twice[0], other.ToData(Studies.Scale, groups).DoubleRatings![0]] : null,
            Probabilities = [Bins(rows, first, groups), null],
        };
        var options = new EvaluationOptions
        {
            Reference = groups[0],
            Focal = groups[1..],
            MinGroupSize = 2,
            BootstrapDraws = 20,
            Permutations = 20,
            Tolerances = MeasureCatalogue.Tolerances,
            Minimums = MeasureCatalogue.Minimums,
        };
        return StudyEvaluation.Evaluate(data, options);
    }

    private static bool IsRight(ScoredRow row) => Studies.Scale.NearestLevel(row.Machine) == Studies.Scale.LevelOf(row.Human);

    private static ProbabilityBins[] Bins(ScoredRow[] rows, EvaluationData data, string[] groups) =>
    [
        .. data.Items.Select(item =>
        {
            var bins = new ProbabilityBins(groups.Length, Studies.Scale.LevelCount);
            foreach (var row in rows.Where(row => row.Item == item.ItemId))
            {
                var level = Studies.Scale.NearestLevel(row.Machine);
                float[] probabilities = [.. Enumerable.Range(0, Studies.Scale.LevelCount).Select(one => one == level ? 0.7f : 0.1f)];
                bins.Add(Array.IndexOf(groups, row.Group), Studies.Scale.LevelOf(row.Human)!.Value, level, probabilities);
            }
            return bins;
        }),
    ];
}
