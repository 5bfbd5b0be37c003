using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Host.Api;

/// <summary>What keeps one caller from harming others, and other sites from using a browser that is signed in.</summary>
internal static class Protection
{
    private const string OwnPages =
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Swagger UI and the queue's dashboard bring styles, scripts and fonts of their own.</summary>
    private const string ForeignPages =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "base-uri 'none'; frame-ancestors 'none'";

    /// <summary>What opens the service, and so tells answers apart.</summary>
    private const string Credentials = "X-Api-Key, Authorization, Cookie";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);

    public static void AddProtection(this IServiceCollection services)
    {
        services.AddRequestTimeouts(options => options.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = Longest,
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        });
        services.AddRateLimiter(options =>
        {
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Bucket);
            options.OnRejected = RejectAsync;
        });
    }

    public static void UseSecurityHeaders(this WebApplication application) => application.Use((context, next) =>
    {
        // As the answer begins: what answers a failure starts from headers that are empty again.
        context.Response.OnStarting(() =>
        {
            AddHeaders(context);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void AddHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        // Other sites are told nothing; a page of this service says where its form comes from.
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/swagger", StringComparison.Ordinal)
            || context.Request.Path.StartsWithSegments("/hangfire", StringComparison.Ordinal) ? ForeignPages : OwnPages;
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
        if (!IsForEverybody(context))
        {
            headers.CacheControl = "private, no-store";
            headers.Vary = headers.Vary.Count == 0 ? Credentials : $"{headers.Vary}, {Credentials}";
        }
    }

    /// <summary>Whether the answer is the same for everybody: the description of the API, and what is open to all but changes no cookie.</summary>
    private static bool IsForEverybody(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/swagger", StringComparison.Ordinal)
        || (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
            && !context.Response.Headers.ContainsKey("Set-Cookie") && HttpMethods.IsGet(context.Request.Method));

    /// <summary>Each key has a bucket of its own; those who show none share one by address.</summary>
    private static RateLimitPartition<string> Bucket(HttpContext context)
    {
        var settings = context.RequestServices.GetRequiredService<IOptions<AccessSettings>>().Value;
        return RateLimitPartition.GetTokenBucketLimiter(
            context.User.Identity?.Name ?? $"address:{context.Connection.RemoteIpAddress}",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = settings.Burst,
                TokensPerPeriod = settings.RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            });
    }

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken cancellation)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        context.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        await Problems.Of(429, "too-many", "Too many requests", $"Send the request again after {wait} s, and fewer in a second.")
            .ExecuteAsync(context.HttpContext);
    }
}
