using System.IO.Compression;

namespace ScoringFairness.Service.Tests.Host.Database;

/// <summary>
/// The database that the release before this version left, by <c>pg_dump --inserts</c>: audits in every state, one of them cut off by a kill while two of its
/// training runs ran; the one that evaluates was set back to that by hand. This version takes it over and goes on.
/// </summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task What_the_last_release_left_is_migrated_and_goes_on()
    {
        await using var service = new RunningService { Make = ReleaseAsync, Settings = ["--Worker:TakeOverSeconds=5"] };
        await service.InitializeAsync();
        var audits = (await service.Http.ReadAsync("/v1/audits"))["items"]!.AsArray()
            .ToDictionary(one => (string)one!["name"]!, one => (string)one!["auditId"]!);
        Assert.Equal(
            ["cancelled", "completed", "completed linear", "evaluating", "failed", "queued", "training"], audits.Keys.Order(StringComparer.Ordinal));

        // What was under way comes to its end.
        foreach (var name in (string[])["queued", "evaluating", "training"])
        {
            var ended = await service.Http.WaitAsync(audits[name]);
            Assert.True((string)ended["status"]! == "completed", ended.ToJsonString());
            await FiguresAsync(service, audits[name]);
        }

        // What was at an end stays as it was, and is still told, with the sizes and the policy of then.
        foreach (var name in (string[])["completed", "completed linear"])
        {
            await FiguresAsync(service, audits[name]);
        }
        Assert.Equal("cancelled", (string)(await service.Http.ReadAsync($"/v1/audits/{audits["cancelled"]}"))["status"]!);
        var failed = await service.Http.ReadAsync($"/v1/audits/{audits["failed"]}");
        Assert.Equal("failed", (string)failed["status"]!);
        Assert.Contains("model:none", (string)failed["error"]!, StringComparison.Ordinal);
        Assert.Equal(0.2, (double)(await service.Http.ReadAsync("/v1/policy"))["tolerances"]!["accuracyDifference"]!);
        Assert.Equal("weekly", (string)(await service.Http.ReadAsync("/v1/schedules/weekly"))["name"]!);

        // New work beside the old.
        var next = await service.Http.AuditAsync(
            """{ "items": ["q"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""");
        Assert.Equal("completed", (string)next["status"]!);
        Assert.Equal(
            await GapAsync(service, audits["completed"]), await GapAsync(service, (string)next["auditId"]!));
    }

    private static async Task FiguresAsync(RunningService service, string auditId)
    {
        var report = await service.Http.ReadAsync($"/v1/audits/{auditId}/report.json");
        Assert.NotEmpty(report["summary"]!.AsArray());
        Assert.True(report["measures"]!.AsArray().Count > 50);
        var page = await service.Http.GetStringAsync($"/v1/audits/{auditId}/report.html", TestContext.Current.CancellationToken);
        Assert.Contains("</html>", page, StringComparison.Ordinal);
    }

    private static async Task<double> GapAsync(RunningService service, string auditId)
    {
        var rows = await service.Http.ReadAsync($"/v1/audits/{auditId}/measures?measure=meanScoreGap&scorer=vendor&limit=1000");
        return (double)rows["items"]!.AsArray().First(row => (string?)row!["contrast"] == "male-female" && (string?)row["itemId"] == "q")!["value"]!;
    }

    private static async Task<TestDatabase> ReleaseAsync()
    {
        var path = Path.Combine(Checkout.Folder, "tests", "ScoringFairness.Service.Tests", "Host", "Database", "release-before.sql.gz");
        await using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(packed);
        var database = await TestDatabase.CreateEmptyAsync();
        // The role belongs to the server; migrations of another database make it.
        await using (await TestDatabase.CreateAsync())
        {
            await database.ScalarAsync<object>(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
            // Its schedule was due on the Monday after it was left, and would begin an audit here.
            await database.ScalarAsync<object>("update public.schedules set next_at = now() + interval '1 day' where next_at is not null");
        }
        var (exit, output, errors) = await ServiceProcess.RunAsync("migrate", database.ConnectionString);
        Assert.True(exit == 0, output + errors);
        return database;
    }
}
