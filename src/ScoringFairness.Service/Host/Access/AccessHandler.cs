using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Host.Access;

/// <summary>
/// Lets in who sends a key (<c>X-Api-Key</c>), a browser that was shown one, and, as long as the service has no key at all,
/// everybody who reaches it.
/// </summary>
internal sealed class AccessHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyStore keys,
    IOptions<AccessSettings> settings) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string Header = "X-Api-Key";
    public const string Cookie = "scoring-fairness";
    private ProblemHttpResult? _refusal;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return AuthenticateResult.NoResult();
        }
        if (Request.Headers[Header] is [{ } text])
        {
            return ApiKey.Parse(text) is { } key && await keys.FindAsync(key, Context.RequestAborted) is { } holder
                ? Let(holder, async cancellation => await keys.FindAsync(key, cancellation) is not null)
                : AuthenticateResult.Fail("The key opens nothing.");
        }
        if (Request.Cookies[Cookie] is { } session && await keys.FindSessionAsync(session, Context.RequestAborted) is { } browser)
        {
            return Refused(ForeignCalls.OfSite(Request))
                ?? Let(browser, async cancellation => await keys.FindSessionAsync(session, cancellation) is not null);
        }
        return settings.Value.Issuer is not null || await keys.AnyAsync(Context.RequestAborted)
            ? AuthenticateResult.NoResult()
            : Refused(ForeignCalls.OfHost(Request, settings.Value) ?? ForeignCalls.OfSite(Request))
                ?? Let(Caller.OpenOrganisation, "open", Role.All, async cancellation => !await keys.AnyAsync(cancellation));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_refusal is not null)
        {
            return _refusal.ExecuteAsync(Context);
        }
        if (HttpMethods.IsGet(Request.Method) && PageRenderer.IsWanted(Request))
        {
            Response.Redirect($"/sign-in?to={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
            return Task.CompletedTask;
        }
        Response.Headers.WWWAuthenticate = settings.Value.Issuer is null ? SchemeName : $"{SchemeName}, Bearer";
        var detail = Request.Headers.ContainsKey(Header)
            ? $"{Header}: the key is not known, has expired or was revoked. Ask an admin of your organisation for another."
            : $"Send a key of your organisation in the header {Header}"
                + (settings.Value.Issuer is null ? "." : ", or a bearer token of the configured issuer.");
        return Problems.Of(StatusCodes.Status401Unauthorized, "no-access", "Who calls is not known", detail).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.Of(
        StatusCodes.Status403Forbidden, "no-role", "The caller may not do this", Role.Missing(Context)).ExecuteAsync(Context);

    /// <summary>Turns away who would be let in but for a reason; null where there is none.</summary>
    private AuthenticateResult? Refused(ProblemHttpResult? reason) =>
        (_refusal = reason) is null ? null : AuthenticateResult.Fail(reason!.ProblemDetails.Detail!);

    private AuthenticateResult Let(KeyHolder holder, Func<CancellationToken, Task<bool>> still) =>
        Let(holder.OrganisationId, ApiKey.ActorOf(holder.KeyId), holder.Roles, still);

    private AuthenticateResult Let(string organisationId, string actor, IEnumerable<string> roles, Func<CancellationToken, Task<bool>> still)
    {
        Context.Features.Set(new Admission(still));
        return AuthenticateResult.Success(new AuthenticationTicket(Caller.Principal(Scheme.Name, organisationId, actor, roles), Scheme.Name));
    }
}
