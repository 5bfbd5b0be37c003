using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ScoringFairness.Service.Host.Api;

/// <summary>
/// Headers that hold what is no text are refused with a problem that names them. The server itself would end such a request with a bare 400
/// before anything of the program is asked.
/// </summary>
internal static class HeaderValues
{
    /// <summary>UTF-8, of which ASCII is a part, with U+FFFD for what is none.</summary>
    private static readonly UTF8Encoding Lenient = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    public static void AddTo(KestrelServerOptions options) => options.RequestHeaderEncodingSelector = _ => Lenient;

    public static void UseHeaderCheck(this WebApplication application) => application.Use((context, next) =>
    {
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
            {
                if (value?.Contains('\uFFFD', StringComparison.Ordinal) == true)
                {
                    return Problems.Invalid(
                            "The header cannot be used", name, "holds bytes that are no text; send ASCII, or UTF-8 where other characters are needed.")
                        .ExecuteAsync(context);
                }
            }
        }
        return next(context);
    });
}
