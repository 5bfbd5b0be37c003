using System.ComponentModel.DataAnnotations;
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
    /// <summary>The form of a line; null: one JSON object.</summary>
    [RegularExpression("(?i)json|simple|systemd", ErrorMessage = "set json, simple or systemd")]
    public string? FormatterName { get; init; }

    /// <summary>The formatter's own.</summary>
    [NamedBy("option")]
    public IConfigurationSection? FormatterOptions { get; init; }

    /// <summary>The least level of this log, by the beginning of a logger's name.</summary>
    [NamedBy("category")]
    public Dictionary<string, LogLevel> LogLevel { get; init; } = [];

    /// <summary>The least level that goes to standard error instead.</summary>
    public LogLevel LogToStandardErrorThreshold { get; init; } = Microsoft.Extensions.Logging.LogLevel.None;
}
