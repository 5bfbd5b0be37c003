using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Host.Pages;

/// <summary>
/// Refuses forms that another site's page sends. Browsers say where a request comes from (Sec-Fetch-Site, Origin); nothing is
/// stored, so that any process of the service may take the form that another gave out.
/// </summary>
internal sealed class SameOrigin : IEndpointFilter
{
    /// <summary>The answer to a request that another site's page sends.</summary>
    public static ProblemHttpResult Refusal =>
        Problems.Of(403, "foreign-form", "The request comes from another site", "Open the page of this service and send its own form.");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        MayChange(context.HttpContext.Request) ? await next(context) : Refusal;

    /// <summary>Whether a request changes nothing, or comes from a page of this service or from no page.</summary>
    public static bool MayChange(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || IsOwn(request);

    private static bool IsOwn(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }
        // Programs send no origin. "null" is that of a page which hides its own.
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page)
                && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
