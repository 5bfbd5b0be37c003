using Npgsql;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Host.Telemetry;

/// <summary>Traces, metrics and logs by OpenTelemetry, sent where the standard variables say; nothing is collected until they do.</summary>
internal static class TelemetrySetup
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddMetrics().AddSingleton<Measurements>();
        var traces = IsSent(builder.Configuration, "TRACES");
        var metrics = IsSent(builder.Configuration, "METRICS");
        var logs = IsSent(builder.Configuration, "LOGS");
        if (!traces && !metrics && !logs)
        {
            return;
        }
        var telemetry = builder.Services.AddOpenTelemetry();
        if (builder.Configuration["OTEL_SERVICE_NAME"] is null)
        {
            telemetry.ConfigureResource(resource => resource.AddService("scoring-fairness", serviceVersion: Health.Version));
        }
        if (traces)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource(Measurements.Name).AddNpgsql()
                .AddAspNetCoreInstrumentation(options => options.Filter = request =>
                    !request.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
                .AddProcessor(new PrivateSpans()).AddOtlpExporter());
        }
        if (logs)
        {
            telemetry.WithLogging(logging => logging.AddOtlpExporter(), options => options.IncludeFormattedMessage = true);
        }
        if (metrics)
        {
            builder.Services.AddHostedService<QueueGauges>();
            telemetry.WithMetrics(all => all.AddMeter(Measurements.Name).AddNpgsqlInstrumentation().AddAspNetCoreInstrumentation().AddOtlpExporter());
        }
    }

    private static bool IsSent(IConfiguration configuration, string signal) =>
        !string.IsNullOrEmpty(configuration[Endpoint])
        || !string.IsNullOrEmpty(configuration[Endpoint.Replace("OTLP_", $"OTLP_{signal}_", StringComparison.Ordinal)]);
}
