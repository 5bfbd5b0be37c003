using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Evaluation;

/// <summary>Evaluations of the cases that lie beside the repository: inputs that once got a wrong answer.</summary>
public sealed class EvaluationCaseTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Equal_accuracies_are_told_as_equal()
    {
        var report = await EvaluateAsync("ev_accuracy_tie.csv", "reference=a&bootstrap=100&confidence=0.999");
        var sentences = string.Join(' ', report["summary"]!.AsArray().Select(answer => (string)answer!["sentence"]!));
        Assert.Contains("as often for a (80.0 %) as for b (80.0 %)", sentences, StringComparison.Ordinal);
        Assert.DoesNotContain("less often", sentences, StringComparison.Ordinal);
        Assert.DoesNotContain("by 0.00 points", sentences, StringComparison.Ordinal);
        Assert.Contains("(99.9 % interval ", sentences, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&scaleMin=0&scaleMax=3")]
    public async Task A_machine_above_the_humans_range_is_not_brought_onto_it(string scale)
    {
        var report = await EvaluateAsync("ev_machine_above_human_range_default_scale.csv", $"reference=a&bootstrap=100{scale}");
        var row = report["measures"]!.AsArray().Single(row => (string)row!["measure"]! == "accuracyDifference" && row["over"] is null)!;
        Assert.Equal((0.25, "exceeds"), ((double)row["value"]!, (string)row["verdict"]!));
    }

    [Fact]
    public async Task Scores_off_the_scale_are_counted_and_carry_no_verdict()
    {
        var report = await EvaluateAsync("ev_machine_on_0_100_scale.csv", "reference=a&bootstrap=100&scaleMin=0&scaleMax=3");
        var warning = report["warnings"]!.AsArray().Single(one => (string)one!["code"]! == "offScaleMachineScores")!;
        Assert.Contains("153 of 160 responses", (string)warning["message"]!, StringComparison.Ordinal);
        Assert.All(
            report["measures"]!.AsArray().Where(row => row!["verdict"] is not null), row => Assert.Equal("undefined", (string)row!["verdict"]!));
    }

    [Fact]
    public async Task What_R_writes_for_a_missing_group_is_not_a_group_unless_it_is_named()
    {
        var report = await EvaluateAsync("ev_NA_group_is_largest.csv", "bootstrap=100");
        Assert.Equal(200, (int)report["data"]!["items"]![0]!["notReported"]!);
        Assert.Equal(["female-male"], report["summary"]!.AsArray().Select(answer => (string)answer!["contrast"]!).Distinct());
        Assert.Contains(report["warnings"]!.AsArray(), one => (string)one!["code"]! == "missingWords");

        var named = await EvaluateAsync("ev_NA_group_is_largest.csv", "bootstrap=100&reference=NA");
        Assert.Contains("NA-male", named["summary"]!.AsArray().Select(answer => (string)answer!["contrast"]!));
        var further = await EvaluateAsync("ev_NA_group_is_largest.csv", "bootstrap=100&notMissing=NA&missing=male");
        Assert.Equal(["NA-female"], further["summary"]!.AsArray().Select(answer => (string)answer!["contrast"]!).Distinct());
    }

    [Fact]
    public async Task A_missing_student_is_not_one_student()
    {
        var report = await EvaluateAsync("ev_student_id_NA_from_R.csv", "bootstrap=100");
        Assert.Contains(report["warnings"]!.AsArray(), one =>
            (string)one!["code"]! == "missingWords" && ((string)one["message"]!).Contains("'studentId'", StringComparison.Ordinal));
        Assert.DoesNotContain(report["measures"]!.AsArray(), row => (string?)row!["method"] == "studentBootstrap");
        Assert.False((bool)report["data"]!["repeatedStudents"]!);
    }

    [Fact]
    public async Task Levels_that_nobody_has_and_a_group_lacks_are_warned_about()
    {
        var report = await EvaluateAsync("ev_group_missing_top_level.csv", "reference=a&bootstrap=100&scaleMin=0&scaleMax=5");
        var warnings = report["warnings"]!.AsArray().ToLookup(one => (string)one!["code"]!, one => (string)one!["message"]!);
        Assert.Contains("human score 4, 5;", warnings["unusedLevels"].Single(), StringComparison.Ordinal);
        Assert.Contains("group 'b' has the human score 3;", warnings["groupMissingAtLevel"].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_ratings_and_repeated_students_are_said()
    {
        var rows = string.Concat(Enumerable.Range(0, 120).Select(at => $"s{at / 2},{(at / 2 % 2 == 0 ? "a" : "b")},{at % 4},{at % 4},{at * 3 % 4}\n"));
        var (status, report) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations?bootstrap=100", "studentId,group,humanScore,humanScore2,machineScore\n" + rows, "text/csv");
        Assert.Equal(200, status);
        Assert.Equal((true, true), ((bool)report!["data"]!["repeatedStudents"]!, (bool)report["data"]!["ratedTwice"]!));
    }

    private async Task<JsonNode> EvaluateAsync(string file, string query)
    {
        var csv = await File.ReadAllTextAsync(SharedFolder.Path("cases", file), TestContext.Current.CancellationToken);
        var (status, report) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/evaluations?{query}", csv, "text/csv");
        Assert.True(status == 200, report?.ToJsonString());
        return report!;
    }
}
