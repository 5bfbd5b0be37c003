using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Measures;

/// <summary>
/// 240 responses of groups a and b, made by a rule of remainders that any program can follow; two of three are rated twice. The
/// figures that tests compare with were computed from the same rule in Python, with numpy 1.24, scipy 1.10, statsmodels 0.13 and
/// scikit-learn 1.2.
/// </summary>
internal static class FixedResponses
{
    public static readonly ScoreScale Scale = new(0, 3, 1);

    public static IReadOnlyList<ScoredRow> Rows { get; } =
    [
        .. Enumerable.Range(0, 240).Select(at =>
        {
            var (group, human) = (at % 5 < 3 ? "a" : "b", (at * 7 + at / 11) % 4);
            var machine = human + (at * 29 % 17 - 8) / 4.3 + (group == "b" ? 0.15 : 0);
            var second = Math.Clamp(human + (at * 13 % 7 == 0 ? 1 : 0) - (at * 5 % 9 == 0 ? 1 : 0), 0, 3);
            return new ScoredRow("item", group, human, machine, at % 3 == 2 ? null : second);
        }),
    ];

    private static readonly Lazy<IReadOnlyList<MeasureRow>> Evaluated = new(() => StudyEvaluation.Evaluate(
        Rows.ToData(Scale, "a", "b"), new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 200, Permutations = 50, Seed = 5 }));

    /// <summary>Their measures, a minus b.</summary>
    public static IReadOnlyList<MeasureRow> Measures => Evaluated.Value;
}
