using System.Text.Json.Nodes;
using ScoringFairness.Service.Reports.Suppression;
using ScoringFairness.Service.Tests.Reports.Attack;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>Small cells cost details before they cost what a reader needs first.</summary>
public sealed class ToldFirstTests(RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Of_groups_of_120_the_three_primary_figures_are_told_with_their_intervals(int levels)
    {
        var rows = AttackedScores.Draw(1, new Dictionary<string, int> { ["a"] = 120, ["b"] = 120 }, levels);
        var hidden = await EvaluateAsync(rows, levels, "");
        var whole = await EvaluateAsync(rows, levels, "&minCellSize=0");
        Assert.Contains(hidden, row => row.Key.StartsWith("truePositiveRate ", StringComparison.Ordinal) && row.Value["value"] is null);
        foreach (var key in (string[])["accuracyDifference  ", "meanScoreGapChange  ", "equalizedOdds level mean"])
        {
            var (told, exact) = (hidden[key], whole[key]);
            Assert.True(told["value"] is not null, key);
            if (!key.StartsWith("equalizedOdds", StringComparison.Ordinal))
            {
                Assert.Equal((double)exact["value"]!, (double)told["value"]!, 0.005 + 1e-9);
                Assert.InRange((double)told["low"]!, (double)exact["low"]! - 0.01, (double)exact["low"]!);
                Assert.InRange((double)told["high"]!, (double)exact["high"]!, (double)exact["high"]! + 0.01);
                Assert.Contains((string)told["verdict"]!, (string[])[(string)exact["verdict"]!, "inconclusive"]);
            }
            Assert.NotNull(told["low"]);
            Assert.NotEqual("undefined", (string?)told["verdict"]);
        }
    }

    [Fact]
    public void Deciding_ends_soon_whatever_there_is_to_decide()
    {
        var rows = AttackedScores.Draw(7, new Dictionary<string, int> { ["a"] = 60, ["b"] = 60 }, levels: 4, items: 40, scorers: 3);
        ScoreTable[] tables = [.. AttackedScores.Tables(rows, 4)];
        var (before, watch) = (new ReportDisclosure(tables, 10), System.Diagnostics.Stopwatch.StartNew());
        var again = new ReportDisclosure(tables, 10);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"{watch.Elapsed}");
        // The bound is one of steps: the same is told however fast the machine is.
        foreach (var table in tables)
        {
            var (one, two) = (before.Of(table.ItemId, table.Scorer, null)!, again.Of(table.ItemId, table.Scorer, null)!);
            Assert.Equal(one.Groups.Select(Precisions), two.Groups.Select(Precisions));
        }

        static (Precision, Precision, Precision, Precision) Precisions(ToldTable told) => (told.Hits, told.Means, told.Odds, told.Spread);
    }

    private async Task<IReadOnlyDictionary<string, JsonNode>> EvaluateAsync(IReadOnlyList<AttackedRow> rows, int levels, string more)
    {
        var (status, report) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/evaluations?bootstrap=100&scaleMin=0&scaleMax={levels - 1}{more}", AttackedScores.Csv(rows), "text/csv");
        Assert.True(status == 200, report?.ToJsonString());
        return report!["measures"]!.AsArray()
            .Where(row => (string)row!["scorer"]! == "s1" && (row["contrast"] is not null || row["level"] is not null))
            .GroupBy(row => $"{row!["measure"]} {row["basis"]} {row["aggregation"]}{row["level"]}{row["group"]}")
            .ToDictionary(row => row.Key, row => row.First()!);
    }
}
