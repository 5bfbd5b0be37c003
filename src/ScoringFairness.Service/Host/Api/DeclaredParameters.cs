using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Names of a query that an endpoint reads by itself, all with one beginning.</summary>
/// <param name="Prefix">The beginning, such as <c>tolerance.</c>.</param>
/// <param name="Pattern">How they are told, such as <c>tolerance.&lt;measure&gt;</c>.</param>
internal sealed record QueryNames(string Prefix, string Pattern);

/// <summary>A name of a query that was known once.</summary>
/// <param name="Name">The name.</param>
/// <param name="Instead">What to do instead.</param>
internal sealed record FormerName(string Name, string Instead);

/// <summary>One parameter of a query or a path.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is read as.</param>
/// <param name="IsRequired">Whether it cannot be left out.</param>
/// <param name="Words">The words that it takes; empty: any.</param>
internal sealed record DeclaredParameter(string Name, Type Type, bool IsRequired, IReadOnlyList<string> Words);

/// <summary>What an endpoint reads of a query and of its path, by the declaration of its handler, which the framework keeps with it.</summary>
internal sealed class DeclaredParameters
{
    private static readonly ConditionalWeakTable<RouteEndpoint, DeclaredParameters> Known = [];

    private DeclaredParameters(RouteEndpoint endpoint)
    {
        var bound = endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>();
        Path = [.. bound.Where(one => IsOfPath(one, endpoint)).Select(one => Declared(one, NameIn<IFromRouteMetadata>(one, from => from.Name)))];
        Query = [.. bound.Where(one => IsOfQuery(one, endpoint)).Select(one => Declared(one, NameIn<IFromQueryMetadata>(one, from => from.Name)))];
        Former = endpoint.Metadata.GetOrderedMetadata<FormerName>();
        Open = endpoint.Metadata.GetOrderedMetadata<QueryNames>();
    }

    /// <summary>The parameters of the path.</summary>
    public IReadOnlyList<DeclaredParameter> Path { get; }

    /// <summary>The parameters of the query.</summary>
    public IReadOnlyList<DeclaredParameter> Query { get; }

    /// <summary>What else may stand in the query.</summary>
    public IReadOnlyList<QueryNames> Open { get; }

    /// <summary>What stood in it once.</summary>
    public IReadOnlyList<FormerName> Former { get; }

    /// <summary>The names of the query as clients are told them.</summary>
    public IReadOnlyList<string> Names => [.. Query.Select(one => one.Name), .. Open.Select(one => one.Pattern)];

    /// <summary>The parameters of an endpoint.</summary>
    public static DeclaredParameters Of(RouteEndpoint endpoint) => Known.GetValue(endpoint, one => new DeclaredParameters(one));

    private static DeclaredParameter Declared(IParameterBindingMetadata bound, string name) => new(
        name, bound.ParameterInfo.ParameterType, !bound.IsOptional,
        [.. bound.ParameterInfo.GetCustomAttributes(inherit: true).OfType<AllowedValuesAttribute>().SelectMany(one => one.Values).OfType<string>()]);

    private static string NameIn<T>(IParameterBindingMetadata bound, Func<T, string?> name)
        where T : class => Source(bound) is T from && name(from) is { } given ? given : bound.Name;

    private static bool IsOfPath(IParameterBindingMetadata bound, RouteEndpoint endpoint) =>
        Source(bound) is IFromRouteMetadata || (Source(bound) is null && endpoint.RoutePattern.GetParameter(bound.Name) is not null);

    private static bool IsOfQuery(IParameterBindingMetadata bound, RouteEndpoint endpoint) =>
        Source(bound) is IFromQueryMetadata || (Source(bound) is null && !IsOfPath(bound, endpoint) && IsText(bound));

    private static bool IsText(IParameterBindingMetadata bound) =>
        bound.HasTryParse || bound.ParameterInfo.ParameterType is var type
        && (type == typeof(string) || type == typeof(string[]) || type == typeof(StringValues) || type == typeof(StringValues?));

    private static object? Source(IParameterBindingMetadata bound) => bound.ParameterInfo.GetCustomAttributes(inherit: true).FirstOrDefault(attribute =>
        attribute is IFromRouteMetadata or IFromQueryMetadata or IFromHeaderMetadata or IFromBodyMetadata or IFromFormMetadata or IFromServiceMetadata
            or FromKeyedServicesAttribute);
}
