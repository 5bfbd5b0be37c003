using System.Globalization;
using System.Net;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Host;

/// <summary>Where the service listens: on loopback only while neither keys nor an issuer protect it.</summary>
internal static class Listening
{
    private const string DefaultAddress = "http://127.0.0.1:8080";

    /// <exception cref="SettingException">An address, or the port, is none.</exception>
    public static void AddListening(this WebApplicationBuilder builder) => builder.WebHost.UseUrls(Addresses(builder.Configuration));

    /// <summary>Refuses to be open to more than this machine.</summary>
    /// <exception cref="SettingException">An address is not on loopback, and no setting says that this is meant.</exception>
    public static void RefuseBeyondLoopback(WebApplication application, AccessSettings settings)
    {
        var beyond = ListenAddress.Split(Addresses(application.Configuration)).FirstOrDefault(address => !IsLoopback(address));
        if (beyond is not null && !settings.OpenBeyondLoopback)
        {
            throw new SettingException(
                $"The service has no API key, so it listens on loopback only, not on {beyond}. Make a key with `keys create`; "
                + "or, where something else keeps strangers out, set Access__OpenBeyondLoopback=true.");
        }
    }

    private static string Addresses(IConfiguration configuration)
    {
        if (configuration["urls"] is { Length: > 0 } configured)
        {
            return ListenAddress.AreValid(configured) ? configured : throw new SettingException($"URLS (or --urls) is '{configured}'; {ListenAddress.Remedy}.");
        }
        if (configuration["PORT"] is not { Length: > 0 } port)
        {
            return DefaultAddress;
        }
        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? $"http://127.0.0.1:{number}"
            : throw new SettingException($"PORT is '{port}'; set a whole number, 0 to {IPEndPoint.MaxPort}.");
    }

    private static bool IsLoopback(string address)
    {
        var host = BindingAddress.Parse(address).Host;
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
