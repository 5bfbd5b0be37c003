using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Primitives;

namespace ScoringFairness.Service.Host.Api;

/// <summary>
/// Gives handlers the ids of a path as clients sent them. The server leaves <c>%2F</c> in a path as it is, so that an id with
/// a slash, and one with "%2F" in it, could not be told apart; the request's own line still has both. In a path, a query and a body
/// an id has one form, whichever it was sent in: the composed one.
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
            if (context.Request.QueryString.Value is { } query && query.Contains('%', StringComparison.Ordinal))
            {
                context.Request.Query = Composed(context.Request.Query);
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
                values[parameter.Name] = ComposedText.Of(Uri.UnescapeDataString(segments[place]));
            }
        }
    }

    private static QueryCollection Composed(IQueryCollection query)
    {
        var composed = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in query)
        {
            var own = ComposedText.Of(name);
            composed[own] = StringValues.Concat(composed.GetValueOrDefault(own), new StringValues([.. values.Select(ComposedText.Of)]));
        }
        return new QueryCollection(composed);
    }

    private static string[] Segments(string target)
    {
        var path = target.Split('?', 2)[0];
        var start = path.StartsWith('/') ? 0 : path.IndexOf('/', path.IndexOf("://", StringComparison.Ordinal) + 3);
        return start < 0 ? [] : path[start..].Split('/')[1..];
    }
}
