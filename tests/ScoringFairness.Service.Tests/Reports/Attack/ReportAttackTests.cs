using System.Text.Json.Nodes;
using CsCheck;
using ScoringFairness.Service.Host.Disclosure;

namespace ScoringFairness.Service.Tests.Reports.Attack;

/// <summary>
/// Attacks reports: whoever knows all groups but one and solves every published figure for that one's counts still has, for each count
/// that is not published, values that fit and lie at least the least cell size apart.
/// </summary>
public sealed class ReportAttackTests(RunningService service) : IClassFixture<RunningService>
{
    private const int Least = 10;
    private const int Effort = 300;
    private static readonly Dictionary<string, int> OneNonbinary = new() { ["male"] = 120, ["female"] = 120, ["nonbinary"] = 1 };

    [Fact]
    public Task One_student_of_a_third_group() => AttackAsync(AttackedScores.Draw(1, OneNonbinary), 4);

    [Fact]
    public Task A_group_just_above_the_least_size_and_one_below() =>
        AttackAsync(AttackedScores.Draw(2, new Dictionary<string, int> { ["a"] = 200, ["b"] = 34, ["c"] = 9, ["d"] = 12 }), 4);

    [Fact]
    public Task Two_items_and_all_responses_together() =>
        AttackAsync(AttackedScores.Draw(3, new Dictionary<string, int> { ["a"] = 90, ["b"] = 90 }, levels: 3, items: 2), 3);

    [Fact]
    public Task Two_scorers_of_the_same_responses() =>
        AttackAsync(AttackedScores.Draw(4, new Dictionary<string, int> { ["a"] = 110, ["b"] = 100 }, scorers: 2), 4);

    [Fact]
    public void Whatever_the_scores() => Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[30, 400], Gen.Int[30, 150], Gen.Int[2, 5], Gen.Double[0.4, 0.95])
        .Sample(
            drawn => AttackAsync(
                AttackedScores.Draw(drawn.Item1, new Dictionary<string, int> { ["a"] = drawn.Item2, ["b"] = drawn.Item3 }, drawn.Item4, agreement: drawn.Item5),
                drawn.Item4).GetAwaiter().GetResult(),
            iter: 12, threads: 1);

    private async Task AttackAsync(IReadOnlyList<AttackedRow> rows, int levels)
    {
        var (status, report) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/evaluations?bootstrap=100&scaleMin=0&scaleMax={levels - 1}", AttackedScores.Csv(rows), "text/csv");
        Assert.True(status == 200, report?.ToJsonString());
        var found = Found(report!, rows, levels);
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    /// <summary>The hidden counts that an attack narrows down.</summary>
    private static List<string> Found(JsonNode report, IReadOnlyList<AttackedRow> rows, int levels)
    {
        var found = new List<string>();
        foreach (var group in rows.Select(row => row.Group).Distinct())
        {
            var facts = new PublishedFacts(report, rows, group, levels);
            found.AddRange(facts.All.Where(fact => !fact.Bound.Fits(facts.Truth)).Select(fact => $"{group}: {fact.From} is not what the scores give"));
            IReadOnlyList<Bound> told = [.. facts.All.Select(fact => fact.Bound).DistinctBy(bound => (string.Join(' ', bound.Weights), bound.Low, bound.High))];
            // The program's own proof is where the search begins: each of its tables is held against all that is published.
            List<long[]> fitting = [facts.Truth, .. facts.Proofs(Least).Where(counts => told.All(bound => bound.Fits(counts)))];
            foreach (var (name, weights) in facts.Hidden.Where(count => ToldCounts.Sum(count.Weights, facts.Truth) is > 0 and < Least))
            {
                if (!Spans(weights, fitting) && !Widen(weights, told, fitting))
                {
                    found.Add($"{group}: {name} = {ToldCounts.Sum(weights, facts.Truth)}");
                }
            }
        }
        return found;
    }

    private static bool Spans(double[] weights, List<long[]> fitting) =>
        fitting.Max(counts => ToldCounts.Sum(weights, counts)) - fitting.Min(counts => ToldCounts.Sum(weights, counts)) >= Least - 1e-6;

    private static bool Widen(double[] weights, IReadOnlyList<Bound> told, List<long[]> fitting)
    {
        var truth = ToldCounts.Sum(weights, fitting[0]);
        Bound[] limits = [new(weights, truth + Least, double.PositiveInfinity), new(weights, double.NegativeInfinity, Math.Max(0, truth - Least))];
        foreach (var limit in limits)
        {
            if (FittingCounts.Find(fitting[0].Length, [.. told, limit], Effort) is { } counts && told.All(bound => bound.Fits(counts)))
            {
                fitting.Add(counts);
                if (Spans(weights, fitting))
                {
                    return true;
                }
            }
        }
        var least = fitting.Min(counts => ToldCounts.Sum(weights, counts));
        return FittingCounts.Find(fitting[0].Length, [.. told, new Bound(weights, least + Least, double.PositiveInfinity)], Effort)
            is { } wide && told.All(bound => bound.Fits(wide));
    }
}
