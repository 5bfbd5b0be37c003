using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Host.Access;

/// <summary>
/// Calls that a browser makes for a page of another site, without its reader's knowing. A key that a program sends cannot be
/// abused so; a cookie can, and a service that is open to whoever reaches it.
/// </summary>
internal static class ForeignCalls
{
    /// <summary>
    /// Why a service without keys does not answer under the name that it was called by; null: it does. A page of another site can
    /// have its own name lead to this machine (DNS rebinding), and then read what it likes; it cannot name the machine itself.
    /// </summary>
    public static ProblemHttpResult? OfHost(HttpRequest request, AccessSettings settings) =>
        IsNamed(request.Host.Host, settings) ? null : Problems.Of(
            StatusCodes.Status403Forbidden, "foreign-host", "The service is not called by this name",
            $"Host is '{request.Host.Value}'. A service without API keys answers to localhost and addresses of loopback only; make a key "
            + "with `keys create`, or name the host in the setting Access__OpenHosts.");

    /// <summary>Why a request that changes something is refused, if another site's page sends it; null: it is not.</summary>
    public static ProblemHttpResult? OfSite(HttpRequest request) => SameOrigin.MayChange(request) ? null : SameOrigin.Refusal;

    private static bool IsNamed(string host, AccessSettings settings)
    {
        var name = host.Trim('[', ']').TrimEnd('.');
        // Browsers always send a host; a plain HTTP/1.0 client may leave it out.
        return name.Length == 0
            || string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address))
            || settings.OpenHosts.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
