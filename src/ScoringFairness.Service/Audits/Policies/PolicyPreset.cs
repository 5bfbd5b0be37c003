using System.Text.Json.Serialization;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Audits.Policies;

/// <summary>Tolerances and minimums that somebody published, with their source and the form that they take here.</summary>
public sealed record PolicyPreset
{
    /// <summary>The name by which a policy, an audit or an evaluation takes it.</summary>
    [JsonPropertyName("preset")]
    public required string Name { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Title { get; init; }

    /// <summary>Where it was published.</summary>
    public required string Source { get; init; }

    /// <summary>An address of the source.</summary>
    public required string Url { get; init; }

    /// <summary>What it asks for.</summary>
    public required IReadOnlyList<PresetRule> Rules { get; init; }

    /// <summary>Groups with a smaller share of the responses are counted and left out of contrasts; 0: none is.</summary>
    public double MinGroupShare { get; init; }

    /// <summary>What it does not say, and where the form here departs from the published one.</summary>
    public required string Note { get; init; }

    /// <summary>Its rules of one bound, by measure.</summary>
    internal IEnumerable<KeyValuePair<string, double>> Of(Bound bound) =>
        Rules.Where(rule => rule.Bound == bound).Select(rule => KeyValuePair.Create(rule.Measure, rule.Value));
}

/// <summary>One rule of a preset.</summary>
/// <param name="Measure">The measure that is held to it.</param>
/// <param name="Bound">Whether it is a tolerance or a minimum.</param>
/// <param name="Value">The tolerance or the minimum.</param>
/// <param name="Published">How the source has it.</param>
/// <param name="Form">What is computed here.</param>
public sealed record PresetRule(string Measure, Bound Bound, double Value, string Published, string Form);
