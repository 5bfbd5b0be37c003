using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ScoringFairness.Service.Tests.Faults;

/// <summary>A service that ends in an evaluation, and a PostgreSQL that goes away and comes back.</summary>
public sealed class OutageTests
{
    private const string Seconds = "SCORING_FAIRNESS_OUTAGE_SECONDS";

    [Fact]
    public async Task A_service_killed_in_an_evaluation_and_started_again_completes_the_audit_with_the_same_figures()
    {
        const string Request = """{ "items": ["q"], "attribute": "gender", "folds": 2, "seed": 5, "bootstrap": 8000, "scorers": [ { "kind": "linear" } ] }""";
        await using var database = await TestDatabase.CreateAsync();
        string id;
        using (var first = await ServiceProcess.StartAsync(database))
        {
            await first.SendResponsesAsync(240);
            id = await first.StartAuditAsync(Request);
            // The job runs: it was fetched after the last fit.
            await database.WaitAsync(
                "select count(*) > 0 from hangfire.job where statename = 'Processing' and arguments::text like '%evaluate%'");
            first.Kill();
        }
        Assert.Equal("evaluating", await database.ScalarAsync<string>("select status from audits"));
        using var second = await ServiceProcess.StartAsync(database);
        await second.ExpectFiguresOfUndisturbedAsync(id, Request);
    }

    [Fact]
    public async Task All_go_on_when_postgresql_comes_back()
    {
        using var folder = new TemporaryFolder();
        var server = await LocalAsync(folder.Path, "start");
        try
        {
            using var service = await ServiceProcess.StartAsync(server, " --no-worker");
            using var worker = ServiceProcess.StartWorker(server);
            await service.SendResponsesAsync(240);
            var id = await service.StartAuditAsync(FaultyService.Bert);
            await service.WaitForEpochsAsync(id);

            await LocalAsync(folder.Path, "stop");
            var (status, health) = await service.Http.SendAsync(HttpMethod.Get, "/health/ready");
            Assert.Equal(503, status);
            Assert.Contains("does not answer", (string)health!["checks"]!["database"]!, StringComparison.Ordinal);
            Assert.Equal(503, (await service.Http.SendAsync(HttpMethod.Get, $"/v1/audits/{id}")).Status);
            Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Get, "/health/live")).Status);
            var seconds = double.Parse(Environment.GetEnvironmentVariable(Seconds) ?? "4", CultureInfo.InvariantCulture);
            await Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
            Assert.False(service.HasExited || worker.HasExited, service.Log + worker.Log);

            await LocalAsync(folder.Path, "start");
            await service.ExpectFiguresOfUndisturbedAsync(id, FaultyService.Bert);
            Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Get, "/health/ready")).Status);
        }
        finally
        {
            await LocalAsync(folder.Path, "stop");
        }
    }

    [Fact]
    public async Task Two_services_and_a_worker_that_start_at_once_on_an_empty_database_migrate_it_once_and_work()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var address = $"http://127.0.0.1:{FreePort()}";
        using var worker = ServiceProcess.StartWorker(database, ("Worker__HealthUrls", address));
        var services = await Task.WhenAll(ServiceProcess.StartWithoutWorkerAsync(database), ServiceProcess.StartWithoutWorkerAsync(database));
        using var one = services[0];
        using var other = services[1];
        await one.SendResponsesAsync(80);
        var id = await one.StartAuditAsync("""{ "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ { "kind": "linear" } ] }""");
        Assert.Equal("completed", (string)(await other.Http.WaitAsync(id))["status"]!);
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) - count(distinct scriptname) from schemaversions"));
        Assert.Single((string[])[one.Log, other.Log, worker.Log], log => log.Contains("migrations applied", StringComparison.Ordinal));
        using var probe = new HttpClient { BaseAddress = new Uri(address) };
        Assert.Equal("Healthy", (string)(await probe.ReadAsync("/health/ready"))["status"]!);
        Assert.Equal(404, (await probe.SendAsync(HttpMethod.Get, "/v1/audits")).Status);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A PostgreSQL of the test's own, by the script of this checkout.</summary>
    private static async Task<string> LocalAsync(string folder, string verb)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Checkout.Folder, "db", "local.sh"), verb])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SCORING_FAIRNESS_LOCAL_POSTGRES"] = Path.Combine(folder, "postgres");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var connection = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"db/local.sh {verb}: status {process.ExitCode}");
        return connection ?? "";
    }
}
