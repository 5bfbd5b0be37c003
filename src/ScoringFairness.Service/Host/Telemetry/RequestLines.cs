using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;

namespace ScoringFairness.Service.Host.Telemetry;

/// <summary>One line of the log for each request: its method, route, status and time, with the trace as every line has it.</summary>
/// <remarks>The route, not the path, which names students and responses; and nothing of the query, the body or who asked.</remarks>
internal sealed partial class RequestLines(RequestDelegate next, ILogger<RequestLines> log)
{
    /// <summary>What is asked every few seconds by machines is told only to those who want more than a line each.</summary>
    private const string Probes = "/health";

    /// <summary>The methods that there are; a client may send any word in their place.</summary>
    private static readonly string[] Methods =
        [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Head, HttpMethods.Options];

    /// <summary>Hands a request on, and tells of it when it has been answered.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            // A request that failed has lost its endpoint to the answer that tells so.
            var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
            var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText is { } text ? $"/{text.Trim('/')}" : "(no route)";
            var level = route.StartsWith(Probes, StringComparison.Ordinal) ? LogLevel.Debug : LogLevel.Information;
            var method = Array.Find(Methods, known => HttpMethods.Equals(known, context.Request.Method)) ?? "(other)";
            var left = context.RequestAborted.IsCancellationRequested ? ", and the client had left" : "";
            var milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            Answered(level, method, route, context.Response.StatusCode, milliseconds, left);
        }
    }

    [LoggerMessage(Message = "{Method} {Route}: {Status} in {Milliseconds:0.0} ms{Left}")]
    private partial void Answered(LogLevel level, string method, string route, int status, double milliseconds, string left);
}
