using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Responses;

/// <summary>Tables of others, taken by the commands that the documentation shows.</summary>
public sealed class RealFileTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Ellipse =
        "curl -sS --data-binary @ellipse.csv -H 'Content-Type: text/csv' "
        + "'http://127.0.0.1:8080/v1/responses?items=Cohesion,Syntax,Vocabulary,Phraseology,Grammar,Conventions"
        + "&createItems=true&scaleMin=1&scaleMax=5&scaleStep=0.5"
        + "&responseId=text_id_kaggle&studentId=text_id_kaggle&text=full_text&groups=gender,race_ethnicity,SES'";

    private const string RsmToolResponses =
        "curl -sS --data-binary @predictions_scaled_with_subgroups.csv -H 'Content-Type: text/csv' "
        + "'http://127.0.0.1:8080/v1/responses?responseId=id&itemId=QUESTION&noText=true&humanScore=h1&humanScore2=h2"
        + "&groups=L1&createItems=true&scaleMin=1&scaleMax=5'";

    private const string RsmToolScores =
        "curl -sS --data-binary @predictions_scaled_with_subgroups.csv -H 'Content-Type: text/csv' "
        + "'http://127.0.0.1:8080/v1/scores?responseId=id&itemId=QUESTION&score=score&scorer=rsmtool'";

    [Fact]
    public async Task The_six_traits_of_ellipse_are_six_items_by_one_command()
    {
        var file = SharedFolder.Path("data", "ellipse", "ellipse.csv");
        var answer = await RunAsync(Ellipse, file);
        Assert.True((int?)answer["inserted"] == 6 * 2571, answer.ToJsonString());
        Assert.Contains("num_words", answer["ignoredColumns"]!.AsArray().Select(column => (string)column!));
        var again = await RunAsync(Ellipse, file);
        Assert.Equal((0, 0, 6 * 2571), ((int)again["inserted"]!, (int)again["updated"]!, (int)again["unchanged"]!));
        Assert.Equal(2571, await service.Database.ScalarAsync<long>("select count(distinct student_id) from responses"));
        var item = await service.Http.ReadAsync("/v1/items/Grammar");
        Assert.Equal(1125, (int)item["groups"]!.AsArray().Single(group => (string?)group!["group"] == "Female")!["n"]!);
    }

    [Fact]
    public async Task A_table_with_foreign_names_gives_responses_and_machine_scores_that_can_be_audited()
    {
        var file = SharedFolder.Path("oracles", "rsmtool", "inputs", "predictions_scaled_with_subgroups.csv");
        var rows = (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Length - 1;
        Assert.Equal(rows, (int)(await RunAsync(RsmToolResponses, file))["inserted"]!);
        Assert.Equal(rows, (int)(await RunAsync(RsmToolScores, file))["inserted"]!);
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["QUESTION_1", "QUESTION_2", "QUESTION_3", "QUESTION_4", "QUESTION_5"], "attribute": "L1", "bootstrap": 200,
              "scorers": [ { "kind": "external", "scorer": "rsmtool" } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
    }

    /// <summary>Runs a command of the documentation against this service, with the file where the command expects it.</summary>
    private async Task<JsonNode> RunAsync(string command, string file)
    {
        var start = new ProcessStartInfo(
            "bash", ["-c", command.Replace("http://127.0.0.1:8080/", service.Http.BaseAddress!.ToString(), StringComparison.Ordinal)])
        {
            WorkingDirectory = Path.GetDirectoryName(file),
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"curl ends with {process.ExitCode}.");
        return JsonNode.Parse(output)!;
    }
}
