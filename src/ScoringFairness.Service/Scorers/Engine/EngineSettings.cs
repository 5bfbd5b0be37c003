using ScoringFairness.Scoring.Engines;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Scorers.Engine;

/// <summary>The engines outside the process that this worker can run (section <c>Engines</c>); no request adds to them.</summary>
internal sealed class EngineSettings
{
    private const string Section = "Engines";
    private readonly SortedDictionary<string, EngineOptions> _engines = new(StringComparer.Ordinal);

    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingException">A setting of it is missing or cannot be.</exception>
    public EngineSettings(IConfiguration configuration)
    {
        foreach (var engine in configuration.GetSection(Section).GetChildren())
        {
            _engines.Add(engine.Key, Read(engine));
        }
    }

    /// <summary>The names of the engines.</summary>
    public IReadOnlyCollection<string> Names => _engines.Keys;

    /// <summary>An engine, or null where there is none of the name.</summary>
    public EngineOptions? Find(string? name) => name is null ? null : _engines.GetValueOrDefault(name);

    private static EngineOptions Read(IConfigurationSection engine)
    {
        var command = engine.GetSection("Command");
        var defaults = new EngineOptions { Name = engine.Key, Command = Command(command) };
        return defaults with
        {
            Timeout = Positive("TimeoutSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : defaults.Timeout,
            MemoryMiB = Positive("MemoryMiB") ?? defaults.MemoryMiB,
            Environment = Pairs("Environment"),
            Options = Pairs("Options"),
        };

        int? Positive(string name)
        {
            var text = engine[name];
            return text is null ? null
                : int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0 ? number
                : throw new SettingException($"{Section}:{engine.Key}:{name} is '{text}'; set a whole number above 0.");
        }

        Dictionary<string, string> Pairs(string name) =>
            engine.GetSection(name).GetChildren().ToDictionary(pair => pair.Key, pair => pair.Value ?? "", StringComparer.Ordinal);
    }

    /// <summary>An array is the program and its arguments; a string is a line for the shell.</summary>
    private static string[] Command(IConfigurationSection command)
    {
        string[] parts = command.Value is { } line ? ["/bin/sh", "-c", line] : [.. command.GetChildren().Select(part => part.Value ?? "")];
        return parts.Length > 0 && !string.IsNullOrWhiteSpace(parts[^1]) && !string.IsNullOrWhiteSpace(parts[0])
            ? parts
            : throw new SettingException($"{command.Path} names no program; set it to a program with its arguments (an array) or a line for the shell.");
    }
}
