using System.Collections.ObjectModel;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ScoringFairness.Scoring.Engines;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Scorers.Engine;

/// <summary>The engines outside the process that this worker can run (section <c>Engines</c>); no request adds to them.</summary>
internal sealed class EngineSettings : NamedSettings<EngineEntry>, ISettings
{
    public static string Section => "Engines";

    /// <summary>The names of the engines.</summary>
    public IReadOnlyCollection<string> Names => Named.Keys;

    /// <summary>An engine, or null where there is none of the name.</summary>
    public EngineOptions? Find(string? name) => name is null || !Named.TryGetValue(name, out var engine) ? null : new()
    {
        Name = name,
        Command = engine.Command,
        Timeout = TimeSpan.FromSeconds(engine.TimeoutSeconds),
        MemoryMiB = engine.MemoryMiB,
        Environment = engine.Environment,
        Options = engine.Options,
    };
}

/// <summary>An engine of the settings.</summary>
internal sealed class EngineEntry : IValidatableObject
{
    private static readonly EngineOptions Defaults = new() { Name = "", Command = [] };

    /// <summary>The program and its arguments, or a line for the shell.</summary>
    public EngineCommand Command { get; init; } = [];

    /// <summary>Longest time of one fit, in seconds.</summary>
    [Range(1, int.MaxValue)]
    public int TimeoutSeconds { get; init; } = (int)Defaults.Timeout.TotalSeconds;

    /// <summary>Most resident memory of all its processes together.</summary>
    [Range(1, int.MaxValue)]
    public int MemoryMiB { get; init; } = (int)Defaults.MemoryMiB;

    /// <summary>Variables that it sees beside those that every engine does.</summary>
    [NamedBy("variable")]
    public Dictionary<string, string> Environment { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Options that it is told.</summary>
    [NamedBy("option")]
    public Dictionary<string, string> Options { get; init; } = new(StringComparer.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Command.Count == 0 || string.IsNullOrWhiteSpace(Command[0]) || string.IsNullOrWhiteSpace(Command[^1]))
        {
            yield return new ValidationResult(
                "names no program; set it to a program with its arguments (an array) or a line for the shell.", [nameof(Command)]);
        }
    }
}

/// <summary>A program with its arguments: an array is that, a string is a line for the shell.</summary>
[TypeConverter(typeof(LineConverter))]
internal sealed class EngineCommand : Collection<string>
{
    private sealed class LineConverter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            new EngineCommand { "/bin/sh", "-c", (string)value };
    }
}
