using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ScoringFairness.Service.Tests.Schedules;

/// <summary>A receiver of webhooks that turns the first message away.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private int _asked;

    private WebhookReceiver(WebApplication application) => _application = application;

    public ConcurrentQueue<(string Id, string Timestamp, string Signature, string Body)> Received { get; } = [];

    public int Asked => _asked;

    public Uri Address => new($"{_application.Urls.First()}/hook");

    public static async Task<WebhookReceiver> StartAsync()
    {
        var application = LocalServer.Build();
        var receiver = new WebhookReceiver(application);
        application.MapPost("/hook", receiver.TakeAsync);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        if (Interlocked.Increment(ref _asked) == 1)
        {
            return Results.StatusCode(503);
        }
        var headers = request.Headers;
        Received.Enqueue((
            headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), body));
        return Results.NoContent();
    }
}
