using CsCheck;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Properties;

/// <summary>Studies made at random: a few items of one scale, two or three groups of unlike size, a scorer of some skill.</summary>
internal static class Studies
{
    public static readonly ScoreScale Scale = new(0, 3, 1);

    /// <summary>Responses to one to three items; scores are levels, or raw where <paramref name="raw"/>.</summary>
    public static Gen<ScoredRow[]> Rows(bool raw = false, int groups = 2)
    {
        var row = Gen.Select(Gen.Int[0, 2], Gen.Int[0, groups * groups - 1], Gen.Int[0, 3], Gen.Double[-1.6, 1.6],
            (item, group, human, error) => new ScoredRow(
                $"Q{item + 1}", Name((int)Math.Sqrt(group)), human, raw ? human + error : Math.Clamp(Math.Round(human + error), 0, 3)));
        return row.Array[120, 260].Where(rows => rows.Select(one => (one.Item, one.Group)).Distinct().Count() == 3 * groups);
    }

    /// <summary>Rows whose second human score is there for about half.</summary>
    public static Gen<ScoredRow[]> TwiceRated { get; } = Rows(raw: true).SelectMany(rows => Gen.Int[0, 7].Array[rows.Length],
        (rows, lucks) => rows.Zip(lucks, (row, luck) =>
            luck > 3 ? row : row with { SecondHuman = Math.Clamp(row.Human + luck / 2 - luck % 2, 0, 3) }).ToArray());

    public static string[] Groups(int groups) => [.. Enumerable.Range(0, groups).Select(Name)];

    public static IReadOnlyList<MeasureRow> Evaluate(IEnumerable<ScoredRow> rows, params string[] groups) =>
        Evaluate(rows.ToData(Scale, groups), groups[0], groups[1..]);

    public static IReadOnlyList<MeasureRow> Evaluate(EvaluationData data, string reference, params string[] focal) => StudyEvaluation.Evaluate(
        data, new EvaluationOptions { Reference = reference, Focal = focal, MinGroupSize = 2, BootstrapDraws = 20, Permutations = 20, Seed = 3 });

    private static string Name(int group) => ((char)('a' + group)).ToString();
}
