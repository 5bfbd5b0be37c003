using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Telemetry;

/// <summary>The log on standard output: a line each, with its time and the trace that it belongs to, in .NET's own forms.</summary>
internal static class LogLines
{
    public static void AddLogs(this IHostApplicationBuilder builder)
    {
        var settings = builder.AddSettings<LoggingSettings>().Console;
        var line = settings.FormatterOptions;
        var time = line.TimestampFormat ?? (line.UseUtcTimestamp ? "yyyy-MM-ddTHH:mm:ss.fffZ" : "yyyy-MM-ddTHH:mm:ss.fffzzz");
        // On a terminal somebody reads; what is redirected goes to a program.
        builder.Services.Configure<ConsoleLoggerOptions>(options =>
            options.FormatterName = settings.FormatterName ?? (Console.IsOutputRedirected ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple));
        builder.Services.Configure<JsonConsoleFormatterOptions>(options => Timed(options, time))
            .Configure<ConsoleFormatterOptions>(options => Timed(options, $"{time} "))
            .Configure<SimpleConsoleFormatterOptions>(options =>
            {
                Timed(options, $"{time} ");
                options.SingleLine = line.SingleLine;
            });
        foreach (var formatter in builder.Services.Where(service => service.ServiceType == typeof(ConsoleFormatter)).ToList())
        {
            builder.Services.Remove(formatter);
            builder.Services.AddSingleton<ConsoleFormatter>(services => new TracedLines(
                (ConsoleFormatter)ActivatorUtilities.CreateInstance(services, formatter.ImplementationType!)));
        }
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Hangfire", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);

        void Timed(ConsoleFormatterOptions options, string format) =>
            (options.UseUtcTimestamp, options.TimestampFormat) = (line.UseUtcTimestamp, format);
    }

    /// <summary>A form of .NET's, with the trace: what an answer 500 gives to find its reason by.</summary>
    private sealed class TracedLines(ConsoleFormatter form) : ConsoleFormatter(form.Name)
    {
        private const string StartupFault = "HostedServiceStartupFaulted";
        private const string Server = "Microsoft.AspNetCore.Server.Kestrel";
        private const int BodyLeftUnread = 67;

        public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
        {
            if (IsTold(logEntry.EventId, logEntry.Exception) || IsBrokenOff(logEntry.Category, logEntry.EventId))
            {
                return;
            }
            using var written = new StringWriter();
            form.Write(logEntry, scopeProvider, written);
            var line = written.ToString();
            if (line.Length == 0 || Activity.Current is not { } activity)
            {
                textWriter.Write(line);
            }
            else if (line[0] == '{')
            {
                textWriter.Write($"{{\"TraceId\":\"{activity.TraceId}\",{line.AsSpan(1)}");
            }
            else
            {
                textWriter.WriteLine($"{line.TrimEnd()} [trace {activity.TraceId}]");
            }
        }

        /// <summary>What the program tells itself, in a sentence, as it ends.</summary>
        private static bool IsTold(EventId what, Exception? exception) =>
            what.Name == StartupFault && exception is not null && StartFailure.Explain(exception) is not null;

        /// <summary>A client that leaves while its body is read: the server cannot read on, as nobody wants it to.</summary>
        private static bool IsBrokenOff(string category, EventId what) => category == Server && what.Id == BodyLeftUnread;
    }
}
