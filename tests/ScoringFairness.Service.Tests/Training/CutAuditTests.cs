using System.Globalization;
using System.Text;
using ScoringFairness.Scoring;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Audits of scorers that cut their scores into levels in other ways, over HTTP.</summary>
public sealed class CutAuditTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task The_same_line_cut_in_three_ways_has_one_expected_gap_and_three_reported_ones()
    {
        await SendAsync("cut", PlantedGap.Make(400, 8));
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["cut"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ { "kind": "linear", "splits": ["mixed"] },
              { "kind": "linear", "name": "spread", "cuts": "spread", "splits": ["mixed"] },
              { "kind": "linear", "name": "nearest", "cuts": "nearest", "splits": ["mixed"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal(["qwk", "spread", "nearest"], audit["request"]!["scorers"]!.AsArray().Select(scorer => (string)scorer!["cuts"]!));
        var rows = (await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/measures?measure=meanScoreGapChange"))["items"]!.AsArray()
            .Where(row => (string?)row!["contrast"] == "male-female").ToList();
        Assert.Single(rows.Where(row => (string)row!["form"]! == "expected").Select(row => (double)row!["value"]!).Distinct());
        Assert.Equal(3, rows.Where(row => (string)row!["form"]! == "reported").Select(row => (double)row!["value"]!).Distinct().Count());
        var levels = await service.Database.ScalarAsync<long>(
            $"""
            select count(*) from out_of_fold_scores where audit_id = '{audit["auditId"]}' and scorer = 'nearest'
              and abs(score - greatest(0, least(3, expected))) > 0.002
            """);
        Assert.Equal(0, levels);
    }

    [Fact]
    public async Task Cuts_of_a_head_that_gives_levels_are_refused()
    {
        await SendAsync("refused", PlantedGap.Make(60, 9));
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            """
            { "items": ["refused"], "attribute": "gender", "folds": 2, "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "cuts": "spread" },
              { "kind": "linear", "cuts": "best" } ] }
            """);
        Assert.Equal(400, status);
        Assert.Contains("cuts belong to head regression", problem!["errors"]!["/scorers/0"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("qwk, spread and nearest", problem["errors"]!["/scorers/1"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task SendAsync(string item, List<LabelledText> answers)
    {
        var csv = new StringBuilder("responseId,text,humanScore,group.gender\n");
        foreach (var (at, answer) in answers.Index())
        {
            csv.AppendLine(CultureInfo.InvariantCulture, $"r{at},{answer.Text},{answer.Level},{(answer.Group == 0 ? "male" : "female")}");
        }
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
    }
}
