using System.Diagnostics;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Processes that end in the midst of an audit.</summary>
public sealed class RestartTests
{
    private const string Request = """
        { "items": ["q"], "attribute": "gender", "folds": 3, "seed": 3, "bootstrap": 200,
          "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 16, "splits": ["mixed", "only:male"] } ] }
        """;

    [Fact]
    public async Task A_service_killed_in_training_and_started_again_completes_the_audit_with_the_same_figures()
    {
        await using var database = await TestDatabase.CreateAsync();
        string id;
        using (var first = await ServiceProcess.StartAsync(database))
        {
            await first.Http.SendAsync(
                HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=3", Texts.Csv(240, levels: 4), "text/csv");
            var (_, started) = await first.Http.SendAsync(HttpMethod.Post, "/v1/audits", Request);
            id = (string)started!["auditId"]!;
            await first.Http.WaitAsync(id, audit =>
                (int)audit["progress"]!["fitsDone"]! >= 2
                && audit["progress"]!["running"]!.AsArray().Any(fit => (int?)fit!["epoch"] is > 1 and < 12));
            first.Kill();
        }

        using var second = await ServiceProcess.StartAsync(database);
        using var worker = ServiceProcess.StartWorker(database);
        var completed = await second.Http.WaitAsync(id);
        Assert.True((string)completed["status"]! == "completed", completed.ToJsonString());
        Assert.Equal(2 * 240, await database.ScalarAsync<long>("select count(*) from out_of_fold_scores"));
        Assert.True(await database.ScalarAsync<int>("select max(attempt) from fits") > 1, "No fit was interrupted.");

        var undisturbed = await second.Http.AuditAsync(Request);
        var figures = await second.Http.ReadAsync($"/v1/audits/{id}/report");
        var same = await second.Http.ReadAsync($"/v1/audits/{undisturbed["auditId"]}/report");
        Assert.Equal(figures["measures"]!.ToJsonString(), same["measures"]!.ToJsonString());
        Assert.DoesNotContain("answer number", second.Log + worker.Log, StringComparison.Ordinal);
        Assert.Contains("\"FitNo\"", second.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "serve")]
    [InlineData("serve --help", "--no-worker")]
    [InlineData("work --help", "--fits")]
    [InlineData("migrate --help", "migrate")]
    [InlineData("demo --help", "--once")]
    public async Task Every_verb_explains_itself(string arguments, string expected)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", $"{ServiceProcess.Program} {arguments}") { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }
}
