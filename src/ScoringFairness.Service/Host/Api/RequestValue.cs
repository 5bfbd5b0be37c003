using System.Globalization;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Values of requests by the type that they are read as.</summary>
internal static class RequestValue
{
    /// <summary>Days and times of RFC 3339; a date that can be read two ways is none of them.</summary>
    private static readonly string[] TimeForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>What to send where a value of the type is read; null where anything that is text goes, or the type says it itself.</summary>
    public static string? Remedy(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } words => $"send {string.Join(", ", Enum.GetNames(words).Select(ContractJson.Word))}",
        var one when one == typeof(bool) => "send true or false",
        var one when one == typeof(int) => $"send a whole number of at most {int.MaxValue}",
        var one when one == typeof(long) => $"send a whole number of at most {long.MaxValue}",
        var one when one == typeof(double) || one == typeof(decimal) => "send a number such as 0.5",
        var one when one == typeof(DateTimeOffset) => "send a day such as 2026-03-31, or a time such as 2026-03-31T09:30:00Z (+ as %2B)",
        var one when one == typeof(string) => "send a text",
        _ => null,
    };

    /// <summary>Whether a text of a query or a path is a value of the type. The framework alone would read "1,5" as fifteen.</summary>
    public static bool Fits(string text, Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } words => Enum.GetNames(words).Contains(text, StringComparer.OrdinalIgnoreCase),
        var one when one == typeof(bool) => bool.TryParse(text, out _),
        var one when one == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        var one when one == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        var one when one == typeof(double) || one == typeof(decimal) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number),
        var one when one == typeof(DateTimeOffset) =>
            DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        _ => true,
    };
}
