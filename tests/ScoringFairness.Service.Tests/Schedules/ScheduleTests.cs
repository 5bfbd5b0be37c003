using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Schedules;

/// <summary>An audit repeats by itself over a cohort that moves along, and a receiver hears when a verdict changes.</summary>
public sealed class ScheduleTests
{
    private const string Secret = "a secret of more than twenty-four bytes";
    private const string Schedule = "/v1/schedules/weekly";

    [Fact]
    public async Task A_verdict_that_changes_between_runs_is_told_signed_and_tried_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var service = new RunningService
        {
            Settings =
            [
                $"--Webhooks:ops:Url={receiver.Address}", $"--Webhooks:ops:Secret={Secret}", "--Webhooks:RetrySeconds=0.2",
                "--Schedules:PollSeconds=0.2",
            ],
        };
        await service.InitializeAsync();
        await SendAsync(service, DateTimeOffset.UtcNow, number => number / 2 % 2);
        var (status, view) = await service.Http.SendAsync(
            HttpMethod.Put, Schedule,
            """
            { "cron": "0 3 * * 1", "windowDays": 30, "webhook": "ops",
              "audit": { "items": ["q"], "attribute": "gender", "bootstrap": 200, "scorers": [ { "kind": "external", "scorer": "vendor" } ] } }
            """);
        Assert.True(status == 201, view?.ToJsonString());
        Assert.Equal(DayOfWeek.Monday, ((DateTimeOffset)view!["nextAt"]!).DayOfWeek);
        var first = await RunAsync(service);
        Assert.Equal("within", (string)first["verdicts"]!["bias | vendor | male-female"]!);
        await Patience.UntilAsync(() => Task.FromResult(!receiver.Received.IsEmpty));
        Assert.True(receiver.Asked >= 2);
        Assert.True(receiver.Received.TryDequeue(out var told));
        var news = JsonNode.Parse(told.Body)!["data"]!;
        Assert.Equal("weekly", (string)news["name"]!);
        Assert.Contains(news["changes"]!.AsArray(), change => change!["from"] is null && (string)change["to"]! == "within");

        // The scorer turns harsh on one group; the next run is the first to see it.
        await SendAsync(service, DateTimeOffset.UtcNow, number => number % 2 == 1 && number % 8 > 3 ? 0 : number / 2 % 2);
        var second = await RunAsync(service);
        Assert.Equal("exceeds", (string)second["verdicts"]!["bias | vendor | male-female"]!);
        await Patience.UntilAsync(() => Task.FromResult(!receiver.Received.IsEmpty));
        var (id, timestamp, signature, body) = Assert.Single(receiver.Received);
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
        Assert.Equal($"v1,{expected}", signature);
        var message = JsonNode.Parse(body)!;
        Assert.Equal("verdict.changed", (string)message["type"]!);
        Assert.Contains(
            message["data"]!["changes"]!.AsArray(),
            change => (string)change!["question"]! == "bias"
                && (string)change["from"]! == "within" && (string)change["to"]! == "exceeds" && change["low"] is not null);

        // Audits by schedule, and the gate of its newest.
        await service.Http.AuditAsync("""{ "items": ["q"], "attribute": "gender", "bootstrap": 200, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""");
        var audits = (await service.Http.ReadAsync("/v1/audits?schedule=weekly"))["items"]!.AsArray();
        Assert.Equal([(string)second["lastAuditId"]!, (string)first["lastAuditId"]!], audits.Select(audit => (string)audit!["auditId"]!));
        Assert.All(audits, audit => Assert.StartsWith("weekly 2", (string)audit!["name"]!, StringComparison.Ordinal));
        Assert.All(audits, audit => Assert.Equal("weekly", (string)audit!["scheduleId"]!));
        Assert.Empty((await service.Http.ReadAsync("/v1/audits?schedule=none"))["items"]!.AsArray());
        var (exit, output, _) = await ServiceProcess.RunAsync($"gate --schedule weekly --service {service.Http.BaseAddress}", connectionString: null);
        Assert.Equal(1, exit);
        Assert.EndsWith("fail\n", output, StringComparison.Ordinal);
        var (_, gate) = await service.Http.SendAsync(HttpMethod.Post, "/v1/gates", """{ "scheduleId": "weekly" }""");
        Assert.Equal((string)second["lastAuditId"]!, (string)gate!["auditId"]!);
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Post, "/v1/gates", """{ "scheduleId": "none" }""")).Status);
        Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Post, "/v1/gates", """{ "scheduleId": "weekly", "auditId": "latest" }""")).Status);
    }

    [Fact]
    public async Task A_cohort_that_has_moved_on_leaves_earlier_responses_out_and_a_run_without_data_says_so()
    {
        await using var service = new RunningService { Settings = ["--Schedules:PollSeconds=0.2"] };
        await service.InitializeAsync();
        await SendAsync(service, DateTimeOffset.UtcNow.AddDays(-60), number => number / 2 % 2);
        await service.Http.SendAsync(
            HttpMethod.Put, Schedule,
            """
            { "cron": "0 3 * * 1", "windowDays": 30,
              "audit": { "items": ["q"], "attribute": "gender", "scorers": [ { "kind": "external", "scorer": "vendor" } ] } }
            """);
        var view = await RunAsync(service, withAudit: false);
        Assert.Contains("attribute", (string)view["error"]!, StringComparison.Ordinal);
        Assert.Null(view["lastAuditId"]);
    }

    [Fact]
    public async Task A_schedule_that_cannot_work_is_refused_with_everything_that_is_wrong()
    {
        await using var service = new RunningService { Settings = ["--Worker:Enabled=false"] };
        await service.InitializeAsync();
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Put, Schedule,
            """
            { "cron": "every monday", "windowDays": 0, "webhook": "http://169.254.169.254/",
              "audit": { "items": ["none"], "attribute": "gender" } }
            """);
        Assert.Equal(400, status);
        Assert.Equal(
            ["/audit/attribute", "/audit/items", "/cron", "/webhook", "/windowDays"],
            problem!["errors"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
        (_, problem) = await service.Http.SendAsync(
            HttpMethod.Put, Schedule, """{ "cron": "0 3 30 2 *", "isPaused": true, "audit": { "items": ["none"], "attribute": "gender" } }""");
        Assert.Equal("'0 3 30 2 *' is never due; name a day that there is.", (string)problem!["errors"]!["/cron"]![0]!);
    }

    private static async Task SendAsync(RunningService service, DateTimeOffset submittedAt, Func<int, int> score)
    {
        var rows = new StringBuilder("responseId,text,humanScore,group.gender,submittedAt\n");
        var scores = new StringBuilder("responseId,score\n");
        for (var number = 0; number < 400; number++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"r{number},answer {number},{number / 2 % 2},{(number % 2 == 0 ? "male" : "female")},{submittedAt:O}\n");
            scores.Append(CultureInfo.InvariantCulture, $"r{number},{score(number)}\n");
        }
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", rows.ToString(), "text/csv");
        await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?item=q&scorer=vendor", scores.ToString(), "text/csv");
    }

    /// <summary>Makes the schedule due, as the clock would on Monday, and waits for what comes of it.</summary>
    private static async Task<JsonNode> RunAsync(RunningService service, bool withAudit = true)
    {
        var before = (string?)(await service.Http.ReadAsync(Schedule))["lastAuditId"];
        await service.Database.ScalarAsync<object>("update schedules set next_at = now()");
        JsonNode? view = null;
        await Patience.UntilAsync(async () =>
        {
            view = await service.Http.ReadAsync(Schedule);
            return (DateTimeOffset)view["nextAt"]! > DateTimeOffset.UtcNow && (withAudit
                ? (string?)view["lastAuditId"] is { } auditId && auditId != before
                    && !await service.Database.ScalarAsync<bool>("select is_awaited from schedules")
                : view["error"] is not null);
        });
        return await service.Http.ReadAsync(Schedule);
    }
}
