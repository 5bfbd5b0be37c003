using System.Globalization;
using ScoringFairness.Scoring.Engines;

namespace ScoringFairness.Scoring.Tests.Fixtures;

/// <summary>A small engine of the tests' own that learns: length-engine.sh.</summary>
internal static class LengthEngine
{
    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "length-engine.sh");

    /// <summary>How long what it leaves behind sleeps; no other run of these tests has the same.</summary>
    public static string Sleep { get; } = string.Create(CultureInfo.InvariantCulture, $"600.{Environment.ProcessId}");

    /// <summary>How it is run, with a fault or none.</summary>
    public static EngineOptions Options(string mode = "") => new()
    {
        Name = "length",
        Command = ["/bin/sh", Script],
        Environment = new Dictionary<string, string> { ["MODE"] = mode, ["SLEEP"] = Sleep },
        Timeout = TimeSpan.FromSeconds(60),
    };
}
