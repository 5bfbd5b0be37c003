using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Tests.Host;

public sealed class HealthTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task A_service_that_can_work_is_ready()
    {
        var health = await service.Http.ReadAsync("/health/ready");
        Assert.Equal("Healthy", (string)health["status"]!);
        Assert.Equal(["database", "migrations", "queue"], health["checks"]!.AsObject().Select(check => check.Key).Order());
        Assert.Equal("Healthy", (string)(await service.Http.ReadAsync("/health/live"))["status"]!);
        Assert.Matches(@"^\d+\.\d+\.\d+", (string)(await service.Http.ReadAsync("/version"))["version"]!);
    }

    [Fact]
    public async Task A_database_without_its_schema_is_not_ready_and_says_why()
    {
        await using var empty = await TestDatabase.CreateAsync();
        await using var application = WebService.Build(
        [
            $"--ConnectionStrings:Database={empty.ConnectionString}", "--urls=http://127.0.0.1:0", "--Worker:Enabled=false",
            "--Logging:LogLevel:Default=None",
        ]);
        await application.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(application.Urls.First()) };
        var (status, body) = await http.SendAsync(HttpMethod.Get, "/health/ready");
        Assert.Equal(503, status);
        Assert.Contains("run `migrate`", (string)body!["checks"]!["migrations"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_api_keys_the_service_refuses_to_listen_beyond_loopback()
    {
        var refusal = Assert.Throws<SettingException>(() => WebService.Build(
            ["--ConnectionStrings:Database=Host=127.0.0.1", "--urls=http://0.0.0.0:0"]));
        Assert.Contains("loopback", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_address_is_answered_with_a_problem()
    {
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Get, "/v1/nothing");
        Assert.Equal(404, status);
        Assert.StartsWith("urn:scoring-fairness:problem:", (string)problem!["type"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_services_starting_at_once_on_an_empty_database_migrate_it_once()
    {
        await using var empty = await TestDatabase.CreateAsync();
        string[] settings = [$"--ConnectionStrings:Database={empty.ConnectionString}", "--urls=http://127.0.0.1:0", "--Worker:Enabled=false"];
        await using var one = WebService.Build(settings);
        await using var other = WebService.Build(settings);
        var applied = await Task.WhenAll(
            Task.Run(() => Migrations.ApplyAsync(one.Services, TestContext.Current.CancellationToken)),
            Task.Run(() => Migrations.ApplyAsync(other.Services, TestContext.Current.CancellationToken)));
        Assert.Contains(0, applied);
        Assert.Equal(applied.Max(), await empty.ScalarAsync<long>("select count(*) from schemaversions"));
    }
}
