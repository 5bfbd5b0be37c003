using Microsoft.AspNetCore.Authorization;

namespace ScoringFairness.Service.Host.Access;

/// <summary>What a caller may do.</summary>
internal static class Role
{
    private const string Or = " or ";

    /// <summary>Send, change and erase items, responses and machine scores.</summary>
    public const string Ingest = "ingest";

    /// <summary>Start, cancel, repeat and delete audits.</summary>
    public const string Audit = "audit";

    /// <summary>Read everything but the keys, the record of activity, and audits' responses one by one.</summary>
    public const string Read = "read";

    /// <summary>Read the responses of audits one by one: what a student wrote beside what human and machine gave it.</summary>
    public const string Texts = "texts";

    /// <summary>Everything, keys, policy and the record of activity too.</summary>
    public const string Admin = "admin";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Ingest, Audit, Read, Texts, Admin];

    /// <summary>Admits callers with a role, and admins; without it an endpoint is for admins only.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoint, string role)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(role);

    /// <summary>Admits callers with one of two roles, and admins.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoint, string role, string other)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(Either(role, other));

    /// <summary>The name of what admits callers with one of two roles.</summary>
    public static string Either(string role, string other) => $"{role}{Or}{other}";

    /// <summary>What a caller lacks of what an endpoint asks for, in words; what names no role is for admins.</summary>
    public static string Missing(HttpContext request)
    {
        var missing = (request.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() ?? []).Select(needed => needed.Policy ?? Admin)
            .Where(needed => !needed.Split(Or).Any(request.User.IsInRole)).Distinct().DefaultIfEmpty(Admin).ToList();
        return missing.Count == 1
            ? $"It needs the role {missing[0]}. Use a key that has it."
            : $"It needs the roles {string.Join(" and ", missing)}. Use a key that has them.";
    }
}
