using ScoringFairness.Service.App;
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
        var version = await service.Http.ReadAsync("/version");
        Assert.Matches(@"^\d+\.\d+\.\d+", (string)version["version"]!);
        Assert.EndsWith(version["commit"] is { } commit ? $"+{commit}" : "", (string)version["version"]!, StringComparison.Ordinal);
        Assert.Equal(((string)version["version"]!).Contains('+', StringComparison.Ordinal), version["commit"] is not null);
    }

    [Fact]
    public async Task A_database_without_its_schema_is_not_ready_and_says_why()
    {
        await using var empty = await TestDatabase.CreateEmptyAsync();
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
    public async Task Without_api_keys_the_service_refuses_to_listen_beyond_loopback_and_with_one_it_does_not()
    {
        await using var empty = await TestDatabase.CreateEmptyAsync();
        await using var application = WebService.Build(
            [$"--ConnectionStrings:Database={empty.ConnectionString}", "--urls=http://0.0.0.0:0", "--Worker:Enabled=false", "--Logging:LogLevel:Default=None"]);
        var refusal = await Assert.ThrowsAsync<SettingException>(() => application.PrepareAsync(TestContext.Current.CancellationToken));
        Assert.Contains("loopback", refusal.Message, StringComparison.Ordinal);
        await empty.ScalarAsync<object>(
            "insert into api_keys (organisation_id, key_id, name, secret_digest, roles, created_by) values ('default', 'k', '', '', '{read}', '')");
        await application.PrepareAsync(TestContext.Current.CancellationToken);
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
        await using var empty = await TestDatabase.CreateEmptyAsync();
        string[] settings =
        [
            $"--ConnectionStrings:Database={empty.ConnectionString}", "--urls=http://127.0.0.1:0",
            "--Worker:Enabled=false", "--Logging:LogLevel:Default=None",
        ];
        await using var one = WebService.Build(settings);
        await using var other = WebService.Build(settings);
        var applied = await Task.WhenAll(
            Task.Run(() => Migrations.ApplyAsync(one.Services, TestContext.Current.CancellationToken)),
            Task.Run(() => Migrations.ApplyAsync(other.Services, TestContext.Current.CancellationToken)));
        Assert.Contains(0, applied);
        Assert.Equal(applied.Max(), await empty.ScalarAsync<long>("select count(*) from schemaversions"));
    }
}
