using System.Text.Json;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Host.Telemetry;

/// <summary>What leaves a running service, and a worker, for those who operate it.</summary>
public sealed partial class TelemetryTests
{
    private const string Student = "pupil-4711";
    private const string Word = "xylophone";

    [Fact]
    public async Task Traces_metrics_and_logs_are_sent_where_the_standard_variable_says_and_hold_no_text_and_no_student()
    {
        await using var collector = await Collector.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        (string, string)[] settings =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"), ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "200"),
        ];
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database, settings);
        using var worker = ServiceProcess.StartWorker(database, settings);
        var csv = Texts.Csv(80, levels: 4).Replace(",s7,", $",{Student},", StringComparison.Ordinal).Replace("answer number", Word, StringComparison.Ordinal);
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=3", csv, "text/csv");
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "splits": ["mixed"] }, { "kind": "linear" } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Get, $"/v1/responses/q/r7?note={Word}")).Status);
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Get, $"/v1/responses?itemId={Word}")).Status);
        Assert.InRange((await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=q",
            $$"""[ { "responseId": "\u0000", "text": "{{Word}}", "humanScore": 1 } ]""")).Status, 400, 499);
        // Refused by the database itself, which says what it refuses.
        await database.ScalarAsync<object>("alter table responses add constraint refuses check (text not like 'no %')");
        Assert.Equal(500, (await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses",
            $$"""
            [ { "itemId": "q", "responseId": "r99", "studentId": "{{Student}}", "text": "no {{Word}}", "humanScore": 1,
                "groups": { "gender": "male" } } ]
            """)).Status);
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Delete, $"/v1/students/{Student}")).Status);
        await WaitAsync(() => collector.Traces.Contains("/v1/students/{studentId}", StringComparison.Ordinal)
            && collector.Metrics.Contains("scoring_fairness.audit.duration", StringComparison.Ordinal));
        await worker.StopAsync();
        await service.StopAsync();

        Assert.All(
            (string[])["job fit", "job evaluate", "select", "PostgreSQL", "postgresql", "scoring-fairness", "/v1/audits/{auditId}"],
            named => Assert.True(collector.Traces.Contains(named, StringComparison.OrdinalIgnoreCase), named));
        Assert.All(Names(), name => Assert.Contains(name, collector.Metrics, StringComparison.Ordinal));
        Assert.All(
            (string[])["is planned", "fit 1: done in", "POST /v1/responses: 500 in", "DELETE /v1/students/{studentId}: 200 in", "PostgresException"],
            told => Assert.Contains(told, collector.Logs, StringComparison.Ordinal));
        Assert.Contains("http.server.request.duration", collector.Metrics, StringComparison.Ordinal);
        Assert.Contains("db.client", collector.Metrics, StringComparison.Ordinal);
        Assert.All(
            (string[])[Word, Student, "q/r7", "Failing row"],
            secret => Assert.DoesNotContain(secret, collector.Traces + collector.Metrics + collector.Logs, StringComparison.Ordinal));
        Assert.DoesNotContain(Word, service.Log + worker.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void The_dashboard_asks_only_for_metrics_that_there_are()
    {
        var file = Path.Combine(Checkout.Folder, "src", "deploy", "grafana-dashboard.json");
        using var dashboard = JsonDocument.Parse(File.ReadAllText(file));
        var asked = Asked().Matches(dashboard.RootElement.GetRawText()).Select(match => match.Value).Distinct().ToList();
        var known = Names().Select(name => name.Replace('.', '_')).ToList();
        Assert.All(asked, metric => Assert.Contains(known, name => metric.StartsWith(name, StringComparison.Ordinal)));
        Assert.All(known, name => Assert.Contains(asked, metric => metric.StartsWith(name, StringComparison.Ordinal)));
    }

    private static string[] Names() =>
    [
        "scoring_fairness.fits.running", "scoring_fairness.fit.duration", "scoring_fairness.fit.tokens_per_second", "scoring_fairness.audit.duration",
        "scoring_fairness.audits.ended", "scoring_fairness.ingest.rows",
        "scoring_fairness.queue.jobs", "scoring_fairness.queue.age", "scoring_fairness.queue.places",
    ];

    private static Task WaitAsync(Func<bool> condition) =>
        Patience.UntilAsync(() => Task.FromResult(condition()), TimeSpan.FromSeconds(30), "It is never sent.");

    [GeneratedRegex("scoring_fairness_[a-z_]+")]
    private static partial Regex Asked();
}
