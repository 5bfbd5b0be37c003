using System.Net;

namespace ScoringFairness.Service.Tests.Pages.Settings;

/// <summary>The training runs of an audit on a page: where they stand, what they cost, and what became of them.</summary>
public sealed class TrainingPageTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_are_listed_with_losses_and_seconds_and_one_that_is_called_off_says_so()
    {
        Assert.Contains("None of these audits trains a scorer.", await service.Http.WordsAsync("/settings/training"), StringComparison.Ordinal);
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=runs&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(60), "text/csv");
        var audit = await service.Http.AuditAsync("""
            { "name": "Trained", "items": ["runs"], "attribute": "gender", "folds": 2, "bootstrap": 100, "minGroupSize": 5,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 2, "splits": ["mixed"] }, { "kind": "linear", "splits": ["mixed"] } ] }
            """);
        var id = (string)audit["auditId"]!;
        Assert.Equal("completed", (string)audit["status"]!);
        var html = await service.Http.GetStringAsync($"/audits/{id}/training", Cancellation);
        var words = Reports.EvaluationPage.Text(html);
        Assert.Contains("4 of 4 training runs are done.", words, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Loss by epoch, runs, bert, mixed", html, StringComparison.Ordinal);
        foreach (var fit in (await service.Http.ReadAsync($"/v1/audits/{id}/fits"))["items"]!.AsArray())
        {
            var seconds = ((double)fit!["seconds"]!).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
            Assert.Matches($"{fit["fitNo"]} runs {fit["scorer"]} mixed {(int)fit["fold"]! + 1} done .* {seconds} ", words);
        }
        Assert.Contains($"/audits/{id}/training\"", await service.Http.GetStringAsync("/settings/training", Cancellation), StringComparison.Ordinal);
        Assert.Contains($"/audits/{id}/training\"", await service.Http.GetStringAsync($"/audits/{id}", Cancellation), StringComparison.Ordinal);

        var (_, second) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", """
            { "items": ["runs"], "attribute": "gender", "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 200 } ] }
            """);
        var running = (string)second!["auditId"]!;
        Assert.Contains("Call the audit off", await service.Http.WordsAsync($"/audits/{running}/training"), StringComparison.Ordinal);
        await service.Http.PostAsync($"/audits/{running}/cancel");
        words = await service.Http.WordsAsync($"/audits/{running}/training");
        Assert.DoesNotContain("Call the audit off", words, StringComparison.Ordinal);
        using var missing = await service.Http.GetAsync("/audits/none/training", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }
}
