using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>Whole audits: real BERT (tiny, random weights), real PostgreSQL, over HTTP.</summary>
public sealed class AuditRunTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Scale = "createItems=true&scaleMin=0&scaleMax=2";

    [Fact]
    public async Task An_audit_runs_from_responses_to_a_report_and_again_gives_the_same_figures_bit_for_bit()
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=a&{Scale}", Texts.Csv(84, levels: 3, notReported: 4), "text/csv");
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=b&{Scale}", Texts.Csv(72, levels: 3), "text/csv");
        const string Request = """
            { "items": ["a", "b"], "attribute": "gender", "folds": 2, "seed": 5, "bootstrap": 200, "minGroupSize": 10,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 3, "maxTokens": 16 } ] }
            """;
        var audit = await service.Http.AuditAsync(Request);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal((16, 16, 1.0), ((int)audit["progress"]!["fitsDone"]!, (int)audit["progress"]!["fitsTotal"]!, (double)audit["progress"]!["fraction"]!));
        Assert.Equal("male", (string)audit["request"]!["reference"]!);
        Assert.Equal(
            ["mixed", "mixedMatched", "only:male", "only:female"],
            audit["request"]!["scorers"]![0]!["splits"]!.AsArray().Select(split => (string)split!));

        var id = (string)audit["auditId"]!;
        await EverySplitScoredEveryResponseAsync(id);
        var report = await service.Http.ReadAsync($"/v1/audits/{id}/report");
        Assert.Null(report["data"]!["items"]![0]!["notReported"]);
        Assert.Equal(12, report["summary"]!.AsArray().Count);
        var measures = report["measures"]!.AsArray();
        Assert.Superset(
            new HashSet<string>
            {
                "accuracy", "accuracyDifference", "splitAccuracyDifference", "meanScore", "meanScoreGap", "meanScoreGapChange",
                "truePositiveRate", "falsePositiveRate", "truePositiveRateDifference", "falsePositiveRateDifference", "equalizedOdds",
            },
            measures.Select(row => (string)row!["measure"]!).ToHashSet());
        Assert.All(measures, row => Assert.True(row!["value"] is not null || row["note"] is not null, row.ToJsonString()));

        var again = await service.Http.AuditAsync(Request);
        var secondReport = await service.Http.ReadAsync($"/v1/audits/{again["auditId"]}/report");
        Assert.Equal(measures.ToJsonString(), secondReport["measures"]!.ToJsonString());
        Assert.Equal((string)audit["dataDigest"]!, (string)again["dataDigest"]!);
    }

    [Fact]
    public async Task An_audit_is_called_off_within_a_second_and_its_workers_are_free()
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=long&{Scale}", Texts.Csv(600, levels: 3), "text/csv");
        var (_, started) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits",
            """{ "items": ["long"], "attribute": "gender", "scorers": [ { "kind": "bert", "checkpoint": "scratch:mini", "epochs": 100 } ] }""");
        var id = (string)started!["auditId"]!;
        var running = await service.Http.WaitAsync(id, audit => (double)audit["progress"]!["fraction"]! > 0);
        Assert.Equal("training", (string)running["status"]!);
        Assert.NotEmpty(running["progress"]!["running"]!.AsArray());

        var clock = Stopwatch.StartNew();
        var (status, cancelled) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/cancel");
        Assert.Equal((200, "cancelled"), (status, (string)cancelled!["status"]!));
        while (await service.Database.ScalarAsync<long>("select count(*) from hangfire.jobqueue where queue = 'fits'") > 0
            && clock.Elapsed < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), "Jobs of a cancelled audit stay in the queue.");
        Assert.Equal(0, await service.Database.ScalarAsync<long>(
            $"select count(*) from fits where status in ('queued', 'running') and audit_id = '{id}'"));
        Assert.Equal(409, (await service.Http.SendAsync(HttpMethod.Get, $"/v1/audits/{id}/report")).Status);
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, $"/v1/audits/{id}")).Status);
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_audit()
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=key&{Scale}", Texts.Csv(40), "text/csv");
        const string Audit =
            """{ "items": ["key"], "attribute": "gender", "folds": 2, "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""";
        const string InOtherOrder =
            """{ "scorers": [ { "splits": ["mixed"], "kind": "linear" } ], "folds": 2, "name": null, "attribute": ["gender"], "items": ["key"] }""";
        var answers = await Task.WhenAll(PostAsync("once", Audit), PostAsync("once", Audit), PostAsync("once", InOtherOrder));
        Assert.All(answers, answer => Assert.Equal((202, (string)answers[0].Body["auditId"]!), (answer.Status, (string)answer.Body["auditId"]!)));
        await service.Http.WaitAsync((string)answers[0].Body["auditId"]!);
    }

    [Fact]
    public async Task Another_request_under_the_same_idempotency_key_is_refused_and_begins_nothing()
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=reused&{Scale}", Texts.Csv(40), "text/csv");
        const string Audit = """{ "items": ["reused"], "attribute": "gender", "folds": 2, "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""";
        // At once: whichever is second finds the other's key.
        var answers = await Task.WhenAll(PostAsync("reused", Audit), PostAsync("reused", Audit.Replace("2", "3", StringComparison.Ordinal)));
        Assert.Equal([202, 422], answers.Select(answer => answer.Status).Order());
        var (_, refused) = await PostAsync("reused", Audit.Replace("mixed", "mixedMatched", StringComparison.Ordinal));
        Assert.Equal("urn:scoring-fairness:problem:idempotency-key-reused", (string)refused["type"]!);
        Assert.Contains("Idempotency-Key: something else was sent under 'reused' before", (string)refused["detail"]!, StringComparison.Ordinal);
        Assert.Equal(1, await service.Database.ScalarAsync<long>("select count(*) from audits where request->'items' = '[\"reused\"]'"));
        // The digest is all that is kept of the body; a refused body leaves its key free.
        Assert.Equal(32, await service.Database.ScalarAsync<int>("select length(request_digest) from audits where idempotency_key = 'reused'"));
        Assert.Equal(400, (await PostAsync("corrected", Audit.Replace("reused", "none", StringComparison.Ordinal))).Status);
        Assert.Equal(202, (await PostAsync("corrected", Audit)).Status);
    }

    private async Task<(int Status, JsonNode Body)> PostAsync(string key, string audit)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/audits")
        {
            Content = new StringContent(audit, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    [Fact]
    public async Task Events_tell_of_progress_until_the_audit_ends()
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=events&{Scale}", Texts.Csv(40), "text/csv");
        var (_, started) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits",
            """
            { "items": ["events"], "attribute": "gender", "folds": 2,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "splits": ["mixed"] } ] }
            """);
        var path = $"/v1/audits/{started!["auditId"]}/events";
        var events = Events(await service.Http.GetStringAsync(path, TestContext.Current.CancellationToken));
        Assert.True(events.Count > 2);
        Assert.All(events, one => Assert.Equal("2000", one["retry"]));
        Assert.All(events.SkipLast(1), one => Assert.Equal("progress", one["event"]));
        Assert.Equal("completed", events[^1]["event"]);
        Assert.Equal("completed", (string)JsonNode.Parse(events[^1]["data"])!["status"]!);
        Assert.Equal(events.Count, events.DistinctBy(one => one["id"]).Count());

        // Who was cut off before the last event gets it, who has an old one gets where the audit stands, and who has all is sent away.
        Assert.Equal(["completed"], Events(await (await FromAsync(events[^2]["id"])).Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Select(one => one["event"]));
        Assert.Equal(
            ["progress", "completed"],
            Events(await (await FromAsync(events[0]["id"])).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Select(one => one["event"]));
        Assert.Equal(System.Net.HttpStatusCode.NoContent, (await FromAsync(events[^1]["id"])).StatusCode);

        async Task<HttpResponseMessage> FromAsync(string last)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Last-Event-ID", last);
            return await service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        }

        static List<Dictionary<string, string>> Events(string stream) =>
        [
            .. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(": ", 2)).ToDictionary(field => field[0], field => field[1])),
        ];
    }

    private async Task EverySplitScoredEveryResponseAsync(string id)
    {
        Assert.Equal(4 * (84 + 72), await service.Database.ScalarAsync<long>($"select count(*) from out_of_fold_scores where audit_id = '{id}'"));
        var fits = (await service.Http.ReadAsync($"/v1/audits/{id}/fits"))["items"]!.AsArray();
        Assert.Equal(16, fits.Count);
        Assert.All(fits, fit =>
        {
            Assert.Equal(("done", 1), ((string)fit!["status"]!, (int)fit["attempt"]!));
            Assert.Equal(3, fit["losses"]!.AsArray().Count);
            Assert.Matches("^[0-9a-f]{64}$", (string)fit["checkpointDigest"]!);
        });
        var matched = fits.Where(fit => (string)fit!["itemId"]! == "b" && (string)fit["split"]! == "mixedMatched").Sum(Trained);
        var only = fits.Where(fit => (string)fit!["itemId"]! == "b" && (string)fit["split"]! == "only:female").Sum(Trained);
        Assert.Equal(only, matched);

        static int Trained(JsonNode? fit) => (int)fit!["sizes"]!["training"]! + (int)fit["sizes"]!["validation"]!;
    }
}
