using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Access;

/// <summary>Keys, bearer tokens and roles. What names no role is for admins; what is open to all says so.</summary>
internal static class AccessSetup
{
    private const string AnyScheme = "Any";

    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor().AddHostedService(services => services.GetRequiredService<KnownKeys>());
        builder.Services.AddScoped(services => Caller.Of(services.GetRequiredService<IHttpContextAccessor>().HttpContext!));
        var settings = builder.Configuration.Read<AccessSettings>();
        // Comes along with authentication; nothing here is protected by it, so its keys are of no concern.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        var authentication = builder.Services.AddAuthentication(AnyScheme)
            .AddScheme<AuthenticationSchemeOptions, AccessHandler>(AccessHandler.SchemeName, _ => { })
            .AddPolicyScheme(AnyScheme, null, options => options.ForwardDefaultSelector = request =>
                settings.Issuer is not null && request.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                    ? JwtBearerDefaults.AuthenticationScheme
                    : AccessHandler.SchemeName);
        if (settings.Issuer is not null)
        {
            authentication.AddJwtBearer(options => BearerTokens.Configure(options, settings));
        }
        var policies = builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(Needs(Role.Admin));
        foreach (var role in Role.All)
        {
            policies.AddPolicy(role, Needs(role));
        }
        policies.AddPolicy(Role.Either(Role.Read, Role.Audit), Needs(Role.Read, Role.Audit));
    }

    /// <summary>Says in the log that the service is open, if it is.</summary>
    /// <exception cref="SettingException">It would be open to more than this machine.</exception>
    public static async Task CheckAccessAsync(this WebApplication application, CancellationToken cancellation)
    {
        var settings = application.Services.GetRequiredService<IOptions<AccessSettings>>().Value;
        if (settings.Issuer is null && !await application.Services.GetRequiredService<KeyStore>().AnyAsync(cancellation))
        {
            Listening.RefuseBeyondLoopback(application, settings);
            AccessLog.Open(application.Logger);
        }
    }

    private static AuthorizationPolicy Needs(params string[] roles) =>
        new AuthorizationPolicyBuilder(AnyScheme).RequireAuthenticatedUser().RequireRole([.. roles, Role.Admin]).Build();
}

/// <summary>What access control logs.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "There is no API key: everybody who reaches this service is let in, as an admin of the organisation 'default'. "
            + "`keys create` makes the first key")]
    public static partial void Open(ILogger logger);
}
