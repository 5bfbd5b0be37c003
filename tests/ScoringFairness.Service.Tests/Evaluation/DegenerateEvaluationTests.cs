using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Evaluation;

/// <summary>Scores of which a figure could be made that says too much, or none.</summary>
public sealed class DegenerateEvaluationTests(RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData("?groups=", "group,humanScore,machineScore\na,1,1\nb,0,1\n")]
    [InlineData("?groups=,", "group,humanScore,machineScore\na,1,1\nb,0,1\n")]
    [InlineData("", "group,humanScore,machineScore\na,1,1e300\nb,0,1\n")]
    [InlineData("", "group,humanScore,machineScore\na,1,-1.7e308\nb,0,1\n")]
    public async Task What_no_figure_can_be_made_of_is_refused(string query, string csv)
    {
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/evaluations" + query, csv, "text/csv");
        Assert.InRange(status, 400, 499);
        Assert.NotNull(problem!["detail"]);
    }

    [Fact]
    public async Task A_score_that_is_no_score_is_refused_at_upload()
    {
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/scores?scorer=wild", "itemId,responseId,score\nq,r1,1e300\n", "text/csv");
        Assert.Equal(422, status);
        Assert.Contains("1000000000", (string)answer!["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sixty_students_of_whom_none_errs_do_not_prove_a_scorer_fair()
    {
        var rows = Enumerable.Range(0, 60).SelectMany(student => Enumerable.Range(0, 2).Select(item =>
            $"s{student},q{item},{(student % 2 == 0 ? "a" : "b")},{(student / 2 + item) % 3},{(student / 2 + item) % 3}\n"));
        var (status, report) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations?bootstrap=200&minCellSize=0",
            "studentId,itemId,group,humanScore,machineScore\n" + string.Concat(rows), "text/csv");
        Assert.Equal(200, status);
        foreach (var measure in (string[])["accuracyDifference", "equalizedOdds"])
        {
            var judged = report!["measures"]!.AsArray().Where(row => (string)row!["measure"]! == measure && row["verdict"] is not null
                && (string?)row["itemId"] is null).ToList();
            Assert.NotEmpty(judged);
            Assert.All(judged, row => Assert.True((double)row!["high"]! > (double)row["low"]!, row.ToJsonString()));
            Assert.All(judged, row => Assert.NotEqual("within", (string)row!["verdict"]!));
        }
    }

    [Fact]
    public async Task Two_groups_of_one_student_are_told_of_by_no_sum_of_counts()
    {
        string Row(int at, string group) => $"{group},{at % 4},{(at + (at % 7 == 0 ? 1 : 0)) % 4},{(at % 3 == 0 ? $"{at / 2 % 4}" : "")}\n";
        var csv = "group,humanScore,machineScore,humanScore2\n"
            + string.Concat(Enumerable.Range(0, 260).Select(at => Row(at, at % 2 == 0 ? "a" : "b"))) + Row(261, "c") + Row(264, "d");
        var (status, report) = await service.Http.SendAsync(HttpMethod.Post, "/v1/evaluations?bootstrap=200&scaleMin=0&scaleMax=3", csv, "text/csv");
        Assert.Equal(200, status);
        Assert.All(report!["measures"]!.AsArray().Where(row => row!["group"] is null && row["contrast"] is null), row =>
        {
            Assert.Null(row!["n"]);
            Assert.DoesNotContain(row["denominators"]?.AsObject() ?? new JsonObject(), one => (long)one.Value! > 200);
            Assert.True(row["value"] is null || Math.Abs(Math.Round((double)row["value"]!, 2) - (double)row["value"]!) < 1e-12, row.ToJsonString());
        });
    }
}
