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
        var request = context.HttpContext.Request;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var isOwn = site.Length > 0
            ? site is "same-origin" or "none"
            : !Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) || origin.Authority == request.Host.Value;
        return isOwn
            ? await next(context)
            : Problems.Of(403, "foreign-form", "The form comes from another site", "Open the page of this service and send its own form.");
    }
}
