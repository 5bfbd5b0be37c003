using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Logging.Console;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Telemetry;

/// <summary>What is logged, and how (section <c>Logging</c>): the framework reads it too.</summary>
internal sealed class LoggingSettings : ISettings
{
    public static string Section => "Logging";

    /// <summary>The least level that is logged, by the beginning of a logger's name.</summary>
    [NamedBy("category")]
    public Dictionary<string, LogLevel> LogLevel { get; init; } = [];

    /// <summary>The log on standard output.</summary>
    public ConsoleLogSettings Console { get; init; } = new();
}

/// <summary>The log on standard output.</summary>
internal sealed class ConsoleLogSettings
{
    /// <summary>The form of a line; null: for people on a terminal, else one JSON object.</summary>
    [RegularExpression("(?i)json|simple|systemd", ErrorMessage = "set json, simple or systemd")]
    public string? FormatterName { get; init; }

    /// <summary>What a line holds.</summary>
    public LogLineSettings FormatterOptions { get; init; } = new();

    /// <summary>The least level of this log, by the beginning of a logger's name.</summary>
    [NamedBy("category")]
    public Dictionary<string, LogLevel> LogLevel { get; init; } = [];

    /// <summary>The least level that goes to standard error instead.</summary>
    public LogLevel LogToStandardErrorThreshold { get; init; } = Microsoft.Extensions.Logging.LogLevel.None;
}

/// <summary>What a line of the log holds, in .NET's words.</summary>
internal sealed class LogLineSettings
{
    /// <summary>How the time is written; null: as in 2026-03-01T09:30:00.000Z.</summary>
    [TimeFormat]
    public string? TimestampFormat { get; init; }

    /// <summary>Whether times are UTC, or else of the machine's own zone.</summary>
    public bool UseUtcTimestamp { get; init; } = true;

    /// <summary>Whether the line tells what it was logged in: paths of requests, and with them ids of students.</summary>
    public bool IncludeScopes { get; init; }

    /// <summary>For simple: whether an entry is one line, its stack too.</summary>
    public bool SingleLine { get; init; } = true;

    /// <summary>For simple: whether levels are coloured.</summary>
    public LoggerColorBehavior ColorBehavior { get; init; } = LoggerColorBehavior.Default;

    /// <summary>For json: the writer's own.</summary>
    [NamedBy("option")]
    public IConfigurationSection? JsonWriterOptions { get; init; }
}

/// <summary>A form in which .NET can write a time.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeFormatAttribute : ValidationAttribute
{
    public TimeFormatAttribute() => ErrorMessage = "set a format of .NET's for times, such as yyyy-MM-ddTHH:mm:ssZ";

    public override bool IsValid(object? value)
    {
        try
        {
            return value is not string format || DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
