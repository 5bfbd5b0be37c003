using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Host.Pages;

/// <summary>
/// Refuses forms that another site's page sends. Browsers say where a request comes from (Sec-Fetch-Site, Origin); nothing is
/// stored, so that any process of the service may take the form that another gave out.
/// </summary>
internal sealed class SameOrigin : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        return IsOwn(context.HttpContext.Request)
            ? await next(context)
            : Problems.Of(403, "foreign-form", "The form comes from another site", "Open the page of this service and send its own form.");
    }

    /// <summary>Whether a request comes from a page of this service, or from no page.</summary>
    public static bool IsOwn(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0
            ? site is "same-origin" or "none"
            : !Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) || origin.Authority == request.Host.Value;
    }
}
