using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Audits with the linear scorer, over HTTP.</summary>
public sealed class LinearAuditTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_stands_beside_a_bert_under_the_same_folds_splits_and_seeds_and_again_gives_the_same_figures()
    {
        await SendAsync("both", ShortAnswers.Make(160, 5));
        const string Request = """
            { "items": ["both"], "attribute": "gender", "folds": 2, "seed": 5, "bootstrap": 200, "minGroupSize": 10,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "maxTokens": 32 }, { "kind": "linear" } ] }
            """;
        var audit = await service.Http.AuditAsync(Request);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var id = (string)audit["auditId"]!;
        var fits = (await service.Http.ReadAsync($"/v1/audits/{id}/fits"))["items"]!.AsArray();
        Assert.Equal(16, fits.Count);
        Assert.Equal(Plan("bert"), Plan("linear"));
        Assert.All(fits.Where(fit => (string)fit!["scorer"]! == "linear"), fit =>
        {
            Assert.Equal(("done", 1, 1, null), ((string)fit!["status"]!, (int)fit["epochs"]!, (int)fit["chosenEpoch"]!, (string?)fit["checkpointDigest"]));
            Assert.True((double)fit["losses"]![0]!["validation"]! > 0);
        });
        Assert.Equal(
            4 * 160, await service.Database.ScalarAsync<long>(
                $"""
                select count(*) from out_of_fold_scores
                where audit_id = '{id}' and scorer = 'linear' and round(score::numeric) = level and cardinality(probabilities) = 4
                """));

        var accuracy = (await service.Http.ReadAsync($"/v1/audits/{id}/measures?measure=accuracy&scorer=linear&split=mixed&itemId=both"))["items"]!.AsArray();
        Assert.True((double)accuracy.Single(row => row!["group"] is null)!["value"]! > 0.45, accuracy.ToJsonString());
        var page = await service.Http.GetStringAsync($"/v1/audits/{id}/report.html", Cancellation);
        Assert.Contains("linear", page, StringComparison.Ordinal);
        Assert.Contains("linear, mixed, before the scale", page, StringComparison.Ordinal);
        foreach (var scorer in new[] { "bert", "linear" })
        {
            await HasBothFormsAsync(id, scorer);
        }

        var again = await service.Http.AuditAsync(Request);
        Assert.Equal(
            (await service.Http.ReadAsync($"/v1/audits/{id}/report"))["measures"]!.ToJsonString(),
            (await service.Http.ReadAsync($"/v1/audits/{again["auditId"]}/report"))["measures"]!.ToJsonString());

        List<string> Plan(string scorer) =>
        [
            .. fits.Where(fit => (string)fit!["scorer"]! == scorer).Select(fit => new JsonArray(
                fit!["split"]!.DeepClone(), fit["fold"]!.DeepClone(), fit["repeat"]!.DeepClone(),
                fit["seed"]!.DeepClone(), fit["sizes"]!.DeepClone()).ToJsonString()),
        ];
    }

    /// <summary>The gap that a scorer adds is told of the score as reported and of the one before it was brought onto the scale.</summary>
    private async Task HasBothFormsAsync(string auditId, string scorer)
    {
        var rows = (await service.Http.ReadAsync($"/v1/audits/{auditId}/measures?measure=meanScoreGapChange&scorer={scorer}&split=mixed&itemId=both"))
            ["items"]!.AsArray();
        Assert.Equal(["reported", "expected"], rows.Select(row => (string)row!["form"]!));
        foreach (var (row, column) in rows.Zip(["score", "expected"]))
        {
            var means = await service.Database.ScalarAsync<double>(
                $"""
                select avg({column} - human_level) filter (where group_label = 'male') - avg({column} - human_level) filter (where group_label = 'female')
                from out_of_fold_scores where audit_id = '{auditId}' and scorer = '{scorer}' and split = 'mixed'
                """);
            Assert.Equal(means, (double)row!["value"]!, 1e-9);
            Assert.True((double)row["low"]! < means && means < (double)row["high"]!);
        }
        Assert.NotEqual((double)rows[0]!["value"]!, (double)rows[1]!["value"]!);
    }

    [Fact]
    public async Task Options_of_a_bert_are_refused_and_a_name_tells_two_apart()
    {
        await SendAsync("options", ShortAnswers.Make(60, 6));
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits",
            """{ "items": ["options"], "attribute": "gender", "scorers": [ { "kind": "linear", "epochs": 3 }, { "kind": "linear", "scorer": "x" } ] }""");
        Assert.Equal(400, status);
        Assert.Contains("epochs", (string)problem!["errors"]!["/scorers/0"]![0]!, StringComparison.Ordinal);
        Assert.NotNull(problem["errors"]!["/scorers/1"]);
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["options"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { "kind": "linear", "splits": ["mixed"] }, { "kind": "linear", "name": "floor", "splits": ["mixed", "only:female"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
    }

    [Fact]
    public async Task It_is_called_off_like_any_other()
    {
        await SendAsync("long", ShortAnswers.Make(1_500, 8, words: 400));
        var (_, started) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits",
            """{ "items": ["long"], "attribute": "gender", "repeats": 5, "scorers": [ { "kind": "linear" } ] }""");
        var id = (string)started!["auditId"]!;
        var running = await service.Http.WaitAsync(id, audit => (double)audit["progress"]!["fraction"]! > 0);
        Assert.Equal("training", (string)running["status"]!);
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/cancel");
        Assert.Equal("cancelled", (string)(await service.Http.WaitAsync(id))["status"]!);
        Assert.Equal(0, await service.Database.ScalarAsync<long>($"select count(*) from fits where status in ('queued', 'running') and audit_id = '{id}'"));
    }

    /// <summary>Sends answers of students of whom every second is female.</summary>
    private async Task SendAsync(string item, List<ScoringFairness.Scoring.LabelledText> answers)
    {
        var csv = new StringBuilder("responseId,text,humanScore,group.gender\n");
        foreach (var (at, answer) in answers.Index())
        {
            csv.AppendLine(CultureInfo.InvariantCulture, $"r{at},{answer.Text},{answer.Level},{(at % 2 == 0 ? "male" : "female")}");
        }
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
    }
}
