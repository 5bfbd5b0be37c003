using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ScoringFairness.Service.Host.Api;

/// <summary>
/// Gives handlers the ids of a path as clients sent them. The server leaves <c>%2F</c> in a path as it is, so that an id with
/// a slash, and one with "%2F" in it, could not be told apart; the request's own line still has both.
/// </summary>
internal static class RouteIds
{
    public static void UseRouteIds(this WebApplication application)
    {
        application.UseRouting();
        application.Use((context, next) =>
        {
            if (context.GetEndpoint() is RouteEndpoint endpoint
                && context.Features.Get<IHttpRequestFeature>()?.RawTarget is { } target && target.Contains('%', StringComparison.Ordinal))
            {
                Decode(context.Request.RouteValues, endpoint.RoutePattern, Segments(target));
            }
            return next(context);
        });
    }

    private static void Decode(RouteValueDictionary values, RoutePattern pattern, string[] segments)
    {
        foreach (var (place, segment) in pattern.PathSegments.Index())
        {
            if (place < segments.Length && segment is { IsSimple: true, Parts: [RoutePatternParameterPart parameter] }
                && values.ContainsKey(parameter.Name))
            {
                values[parameter.Name] = Uri.UnescapeDataString(segments[place]);
            }
        }
    }

    private static string[] Segments(string target)
    {
        var path = target.Split('?', 2)[0];
        var start = path.StartsWith('/') ? 0 : path.IndexOf('/', path.IndexOf("://", StringComparison.Ordinal) + 3);
        return start < 0 ? [] : path[start..].Split('/')[1..];
    }
}
