using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScoringFairness.Service.App;
using ScoringFairness.Service.Tests.Host.Logs;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>The service itself on a port of its own and a database of its own, reached over HTTP.</summary>
public sealed class RunningService : IAsyncLifetime
{
    private TestDatabase? _database;
    private WebApplication? _application;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromMinutes(5) };

    public TestDatabase Database => _database!;

    /// <summary>What the service is made of.</summary>
    public IServiceProvider Services => _application!.Services;

    /// <summary>Everything that the service answers to.</summary>
    public IEnumerable<RouteEndpoint> Endpoints =>
        _application!.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <summary>Settings above those of every test, in the form of a command line.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Makes the database that it runs on: one with this version's schema, unless a test brings another.</summary>
    public Func<Task<TestDatabase>> Make { get; init; } = TestDatabase.CreateAsync;

    /// <summary>Adds what the program does not have of its own.</summary>
    public Action<IServiceCollection>? More { get; init; }

    public async ValueTask InitializeAsync()
    {
        _database = await Make();
        _application = WebService.Build(
        [
            $"--ConnectionStrings:Database={_database.ConnectionString}", "--urls=http://127.0.0.1:0", "--Worker:PollSeconds=0.1",
            "--Worker:ParallelFits=2", "--Logging:Console:LogLevel:Default=None", .. Settings,
        ], More);
        _application.Services.GetRequiredService<ILoggerFactory>().AddProvider(new TestLogProvider(TestLog.Current));
        await _application.StartAsync(TestContext.Current.CancellationToken);
        Http.BaseAddress = new Uri(
            _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.StopAsync(CancellationToken.None);
            await _application.DisposeAsync();
        }
        Http.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}

/// <summary>What tests say over HTTP.</summary>
public static class HttpConversation
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<(int Status, JsonNode? Body)> SendAsync(
        this HttpClient http, HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new(contentType);
        }
        using var response = await http.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        return ((int)response.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonNode.Parse(text) : null);
    }

    public static async Task<JsonNode> ReadAsync(this HttpClient http, string path) =>
        (await http.GetFromJsonAsync<JsonNode>(path, Cancellation))!;

    /// <summary>Starts an audit and waits until it ends.</summary>
    /// <returns>The audit as it ended.</returns>
    public static async Task<JsonNode> AuditAsync(this HttpClient http, string request)
    {
        var (status, audit) = await http.SendAsync(HttpMethod.Post, "/v1/audits", request);
        Assert.True(status == 202, audit?.ToJsonString());
        return await http.WaitAsync((string)audit!["auditId"]!);
    }

    /// <summary>Waits until an audit ends, or has come to a status.</summary>
    public static async Task<JsonNode> WaitAsync(this HttpClient http, string auditId, Func<JsonNode, bool>? until = null)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromMinutes(4);)
        {
            var audit = await http.ReadAsync($"/v1/audits/{auditId}");
            if ((string)audit["status"]! is "completed" or "failed" or "cancelled" || until?.Invoke(audit) == true)
            {
                return audit;
            }
            await Task.Delay(100, Cancellation);
        }
        throw new TimeoutException($"Audit {auditId} does not end.");
    }
}
