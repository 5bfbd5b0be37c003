using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ScoringFairness.Service.Tests.Host.Telemetry;

/// <summary>Takes in what is exported by OTLP over HTTP. Strings stand in protobuf as they are, so they can be looked for without it.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<string> _traces = new();
    private readonly ConcurrentQueue<string> _metrics = new();
    private readonly ConcurrentQueue<string> _logs = new();

    private Collector(WebApplication application) => _application = application;

    public string Address => _application.Urls.First();

    public string Traces => string.Join('\n', _traces);

    public string Metrics => string.Join('\n', _metrics);

    public string Logs => string.Join('\n', _logs);

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector(LocalServer.Build());
        collector._application.MapPost("/v1/traces", request => KeepAsync(request, collector._traces));
        collector._application.MapPost("/v1/metrics", request => KeepAsync(request, collector._metrics));
        collector._application.MapPost("/v1/logs", request => KeepAsync(request, collector._logs));
        await collector._application.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static async Task KeepAsync(HttpContext request, ConcurrentQueue<string> kept)
    {
        using var body = new MemoryStream();
        await request.Request.Body.CopyToAsync(body);
        kept.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
        request.Response.ContentType = "application/x-protobuf";
    }
}
