using System.Net;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace ScoringFairness.Service.Host.Api;

/// <summary>What of a query is no text: NUL, and bytes that are not UTF-8, which the framework would take for the signs that wrote them.</summary>
internal static class QueryTexts
{
    /// <summary>Tells of every parameter that holds such.</summary>
    public static void Check(HttpRequest request, Refusals errors)
    {
        // As it was sent: what was read of it once is written anew, and is text then.
        if (request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget.Split('?', 2) is not [_, var query]
            || !query.Contains('%', StringComparison.Ordinal))
        {
            return;
        }
        foreach (var pair in query.Split('&'))
        {
            var (name, value) = pair.Split('=', 2) is [var before, var after] ? (before, after) : (pair, "");
            errors.Unless(
                IsText(name) && IsText(value), Encoding.UTF8.GetString(Bytes(name)),
                "holds what is no text (NUL, or bytes that are not UTF-8); send it percent-encoded in UTF-8.");
        }
    }

    private static bool IsText(string encoded) => Bytes(encoded) is var bytes && Utf8.IsValid(bytes) && !bytes.Contains((byte)0);

    private static byte[] Bytes(string encoded) => WebUtility.UrlDecodeToBytes(Encoding.UTF8.GetBytes(encoded), 0, Encoding.UTF8.GetByteCount(encoded));
}
