using System.Net;

namespace ScoringFairness.Service.Host;

/// <summary>Where the service listens: on loopback only while no API keys protect it.</summary>
internal static class Listening
{
    private const string DefaultAddress = "http://127.0.0.1:8080";

    public static void AddListening(this WebApplicationBuilder builder)
    {
        var addresses = builder.Configuration["urls"] is { Length: > 0 } configured
            ? configured
            : builder.Configuration["PORT"] is { Length: > 0 } port ? $"http://127.0.0.1:{port}" : DefaultAddress;
        var open = builder.Configuration.GetValue<bool>("Access:OpenBeyondLoopback");
        foreach (var address in addresses.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!open && !IsLoopback(address))
            {
                throw new SettingException(
                    $"The service runs without API keys, so it listens on loopback only, not on {address}. "
                    + "Where something else keeps strangers out, set Access__OpenBeyondLoopback=true.");
            }
        }
        builder.WebHost.UseUrls(addresses);
    }

    private static bool IsLoopback(string address)
    {
        var host = BindingAddress.Parse(address).Host;
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
