using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Host.Access;

/// <summary>How people bring a key into a browser, which cannot send it as a header.</summary>
internal static class SignInEndpoints
{
    private static readonly TimeSpan Length = TimeSpan.FromHours(12);

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription().AddEndpointFilter<SameOrigin>().AllowAnonymous();
        pages.MapGet("/sign-in", (PageRenderer renderer, string? to = null, bool left = false) => PageAsync(renderer, to, error: null, left));
        pages.MapPost("/sign-in", EnterAsync).DisableAntiforgery();
        pages.MapPost("/sign-out", LeaveAsync);
    }

    private static async Task<IResult> EnterAsync(
        [FromForm] string key, [FromForm] string? to, HttpContext context, KeyStore keys, PageRenderer renderer, CancellationToken cancellation)
    {
        if (ApiKey.Parse(key.Trim()) is not { } parsed || await keys.FindAsync(parsed, cancellation) is not { } holder)
        {
            return await PageAsync(renderer, to, "This key is not known, has expired or was revoked.");
        }
        var session = await keys.BeginSessionAsync(holder, Length, cancellation);
        context.Response.Cookies.Append(AccessHandler.Cookie, session, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            MaxAge = Length,
        });
        return Results.LocalRedirect(Inside(to));
    }

    private static async Task<IResult> LeaveAsync(HttpContext context, KeyStore keys, CancellationToken cancellation)
    {
        if (context.Request.Cookies[AccessHandler.Cookie] is { } session && await keys.FindSessionAsync(session, cancellation) is { } holder)
        {
            await keys.EndSessionAsync(holder.OrganisationId, session, cancellation);
        }
        context.Response.Cookies.Delete(AccessHandler.Cookie);
        return Results.LocalRedirect("/sign-in?left=true");
    }

    private static async Task<IResult> PageAsync(PageRenderer renderer, string? to, string? error, bool left = false) =>
        await renderer.AnswerAsync<SignInPage>(
            nameof(SignInPage.Form), new SignInPage.Entry(Inside(to), error, left),
            error is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);

    /// <summary>A place of this service, escaped as in an address; anything else is its first page.</summary>
    private static string Inside(string? to) =>
        to is ['/', not ('/' or '\\'), ..] && to.All(sign => sign is > ' ' and < '\x7f' and not '\\') ? to : "/";
}
