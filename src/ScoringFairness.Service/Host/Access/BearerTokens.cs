using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Host.Access;

/// <summary>Bearer tokens of the configured OpenID Connect issuer: they name an organisation and roles, as keys do.</summary>
internal static class BearerTokens
{
    public static void Configure(JwtBearerOptions options, AccessSettings settings)
    {
        options.Authority = settings.Issuer;
        options.Audience = settings.Audience;
        options.RequireHttpsMetadata = !settings.AllowPlainIssuer;
        options.MapInboundClaims = false;
        options.ForwardChallenge = AccessHandler.SchemeName;
        options.ForwardForbid = AccessHandler.SchemeName;
        options.Events = new JwtBearerEvents { OnTokenValidated = context => EnterAsync(context, settings) };
    }

    private static async Task EnterAsync(TokenValidatedContext context, AccessSettings settings)
    {
        var token = context.Principal!;
        if (token.FindFirstValue(settings.OrganisationClaim) is not { } organisationId || Identifier.Problem(organisationId) is not null)
        {
            context.Fail($"The token names no organisation in the claim {settings.OrganisationClaim}.");
            return;
        }
        var roles = token.FindAll(settings.RolesClaim).SelectMany(claim => claim.Value.Split(' ')).Where(Role.All.Contains);
        await context.HttpContext.RequestServices.GetRequiredService<KeyStore>().AddOrganisationAsync(organisationId, context.HttpContext.RequestAborted);
        var end = context.SecurityToken.ValidTo;
        context.HttpContext.Features.Set(new Admission(_ => Task.FromResult(DateTime.UtcNow < end)));
        context.Principal = Caller.Principal(JwtBearerDefaults.AuthenticationScheme, organisationId, $"token:{token.FindFirstValue("sub")}", roles);
    }
}
