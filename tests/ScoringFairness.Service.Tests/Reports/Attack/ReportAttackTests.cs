using System.Globalization;
using System.Text;
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
    private const int Effort = 600;
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
    public async Task A_stored_audit()
    {
        var rows = AttackedScores.Draw(5, OneNonbinary);
        var (responses, scores) = (new StringBuilder("responseId,text,humanScore,gender\n"), new StringBuilder("responseId,itemId,score\n"));
        foreach (var (at, row) in rows.Index())
        {
            responses.Append(CultureInfo.InvariantCulture, $"r{at},An answer of number {at}.,{row.Human},{row.Group}\n");
            scores.Append(CultureInfo.InvariantCulture, $"r{at},q1,{row.Machines[0]}\n");
        }
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=q1&createItems=true&scaleMin=0&scaleMax=3&groups=gender", responses.ToString(), "text/csv");
        await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?scorer=s1", scores.ToString(), "text/csv");
        var audit = await service.Http.AuditAsync(
            """{ "items": ["q1"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "s1" } ] }""");
        var found = Found(await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report.json"), rows, 4);
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

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
            if (FittingCounts.Find(fitting[0], [.. told, limit], Effort) is { } counts && told.All(bound => bound.Fits(counts)))
            {
                fitting.Add(counts);
                if (Spans(weights, fitting))
                {
                    return true;
                }
            }
        }
        for (var least = 0.0; least < truth; least++)
        {
            // What fits between the two ends may be neither near the truth nor near 0.
            if (Fits(new(weights, double.NegativeInfinity, least)) && Fits(new(weights, least + Least, double.PositiveInfinity)))
            {
                return true;
            }
        }
        return false;

        bool Fits(Bound limit) => FittingCounts.Find(fitting[0], [.. told, limit], Effort) is { } counts && told.All(bound => bound.Fits(counts));
    }
}
