using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// The three fairness regressions of Loukina, Madnani, Zechner (2019, Proc. BEA, 1–10), as RSMTool computes them, of the
/// error e = m − h on dummy variables of the groups. The base group is the largest, ties broken by label, unless an order of the
/// groups is given: a draw of the same responses keeps theirs.
/// </summary>
public static class ErrorRegression
{
    /// <summary>Overall score accuracy (OSA): e² ~ group; the share of squared error's variance that groups explain.</summary>
    public static RegressionFit? OverallScoreAccuracy(CountCube cube, IReadOnlyList<string> labels, IReadOnlyList<int>? order = null) =>
        OverGroups(cube, labels, order, (group, human) => SquaredError(cube, group, human));

    /// <summary>Overall score difference (OSD): e ~ group.</summary>
    public static RegressionFit? OverallScoreDifference(CountCube cube, IReadOnlyList<string> labels, IReadOnlyList<int>? order = null) =>
        OverGroups(cube, labels, order, (group, human) => JointMoments.At(cube, group, human).Error);

    /// <summary>
    /// Conditional score difference (CSD): e ~ group + C(h) against e ~ C(h); the coefficients are those of the full model.
    /// </summary>
    /// <returns>
    /// The fit; null where a group, or all variation, is missing, or where the human score alone explains every error, as it does
    /// those of a scorer that always gives the same score: groups have nothing left to explain.
    /// </returns>
    public static RegressionFit? ConditionalScoreDifference(CountCube cube, IReadOnlyList<string> labels, IReadOnlyList<int>? order = null)
    {
        order ??= Order(cube, labels);
        if (order.Count < 2)
        {
            return null;
        }
        // The base level is the most frequent one, as RSMTool has it; it moves the intercept only.
        var humans = Enumerable.Range(0, cube.Levels).Where(human => AtHuman(human) > 0).OrderByDescending(AtHuman).ToArray();
        var full = new GroupedRegression(1 + order.Count - 1 + humans.Length - 1);
        var reduced = new GroupedRegression(humans.Length);
        foreach (var (place, group) in order.Index())
        {
            foreach (var (level, human) in humans.Index())
            {
                var error = JointMoments.At(cube, group, human).Error;
                full.Add(error, [0, .. Dummy(place, 0), .. Dummy(level, order.Count - 1)]);
                reduced.Add(error, [0, .. Dummy(level, 0)]);
            }
        }
        var byHuman = reduced.Solve();
        return byHuman is null or { Residual: 0 } ? null : full.Solve()?.Against(byHuman, [.. order.Select(group => labels[group])]);

        long AtHuman(int human) => order.Sum(group => cube.AtHuman(group, human));
    }

    /// <summary>The groups that have responses, largest first, ties by label.</summary>
    public static int[] Order(CountCube cube, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(labels);
        return [.. Enumerable.Range(0, cube.Groups).Where(group => cube.Size(group) > 0)
            .OrderByDescending(cube.Size).ThenBy(group => labels[group], StringComparer.Ordinal)];
    }

    private static RegressionFit? OverGroups(
        CountCube cube, IReadOnlyList<string> labels, IReadOnlyList<int>? order, Func<int, int, Moments> response)
    {
        order ??= Order(cube, labels);
        if (order.Count < 2)
        {
            return null;
        }
        var full = new GroupedRegression(order.Count);
        var reduced = new GroupedRegression(1);
        foreach (var (place, group) in order.Index())
        {
            for (var human = 0; human < cube.Levels; human++)
            {
                var moments = response(group, human);
                full.Add(moments, [0, .. Dummy(place, 0)]);
                reduced.Add(moments, [0]);
            }
        }
        return full.Solve()?.Against(reduced.Solve(), [.. order.Select(group => labels[group])]);
    }

    private static int[] Dummy(int place, int after) => place == 0 ? [] : [after + place];

    private static Moments SquaredError(CountCube cube, int group, int human)
    {
        var (n, h) = (cube.AtHuman(group, human), cube.Scale.ScoreOf(human));
        var (s1, s2, s3, s4) = (cube.PowerSum(group, human, 1), cube.PowerSum(group, human, 2), cube.PowerSum(group, human, 3), cube.PowerSum(group, human, 4));
        return new Moments(n, s2 - 2 * h * s1 + n * h * h, s4 - 4 * h * s3 + 6 * h * h * s2 - 4 * h * h * h * s1 + n * h * h * h * h);
    }
}
