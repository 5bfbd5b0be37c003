using System.ComponentModel.DataAnnotations;
using System.Net;

namespace ScoringFairness.Service.Host;

/// <summary>Addresses to listen on, as the server takes them: separated by semicolons.</summary>
internal static class ListenAddress
{
    public const string Remedy = "set addresses such as http://127.0.0.1:8080, separated by semicolons";

    /// <summary>Each of them.</summary>
    public static string[] Split(string addresses) => addresses.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether each of them can be listened on by its form.</summary>
    public static bool AreValid(string addresses) => Split(addresses) is { Length: > 0 } all && all.All(IsValid);

    private static bool IsValid(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            return parsed.Scheme.ToUpperInvariant() is "HTTP" or "HTTPS" && parsed.PathBase.Length == 0 && parsed.Host.Length > 0
                && parsed.Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

/// <summary>A setting that holds addresses to listen on.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListenAddressesAttribute : ValidationAttribute
{
    public ListenAddressesAttribute() => ErrorMessage = ListenAddress.Remedy;

    public override bool IsValid(object? value) => value is null or "" || (value is string text && ListenAddress.AreValid(text));
}
