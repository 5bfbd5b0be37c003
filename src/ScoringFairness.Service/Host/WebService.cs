using System.Text.Json;
using System.Text.Json.Serialization;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Torch;

namespace ScoringFairness.Service.Host;

/// <summary>The web side of the program.</summary>
internal static class WebService
{
    /// <summary>Builds the service; it listens once it is run or started.</summary>
    /// <param name="settings">Settings in the form of a command line, above all other sources.</param>
    public static WebApplication Build(string[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.AddEverything();
        builder.AddListening();
        builder.Services.AddRequestDecompression(GuardedDecompression.AddTo);
        builder.AddAccess();
        builder.Services.AddProtection();
        builder.Services.AddProblems();
        builder.Services.AddApiDescription();
        builder.Services.AddServiceHealth();
        builder.Services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));

        var application = builder.Build();
        application.UseSecurityHeaders();
        application.UseProblems();
        application.UseRouteIds();
        application.UseRequestTimeouts();
        application.UseApiDescription();
        application.UseAuthentication();
        application.UseRateLimiter();
        application.UseAuthorization();
        application.UseRequestDecompression();
        application.MapEverything();
        return application;
    }

    /// <summary>Brings the database to this version's schema, and makes sure that a worker can train and the service is open to nobody by mistake.</summary>
    public static async Task PrepareAsync(this WebApplication application, CancellationToken cancellation)
    {
        application.Services.PrepareTorch();
        await Migrations.ApplyAsync(application.Services, cancellation);
        await application.CheckAccessAsync(cancellation);
    }

    /// <summary>JSON as the contract has it: camelCase, enumerations as words, nulls written.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.RespectNullableAnnotations = true;
        return options;
    }

    /// <summary>The options of <see cref="Configure"/> for whatever is stored or sent outside a request.</summary>
    public static JsonSerializerOptions Json { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));
}
