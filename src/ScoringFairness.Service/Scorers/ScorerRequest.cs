using System.Text.Json.Serialization;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Scorers;

/// <summary>A scorer that a client asks for; what a kind may be told stands in the kind's own record.</summary>
[JsonConverter(typeof(RuntimeTypeConverter<ScorerRequest>))]
internal abstract record ScorerRequest
{
    /// <summary>A scorer of a kind.</summary>
    /// <param name="kind">The kind's word.</param>
    protected ScorerRequest(string kind) => Kind = kind;

    /// <summary>What it is; tells what else may stand here.</summary>
    [JsonPropertyOrder(-3)]
    public string Kind { get; }

    /// <summary>
    /// A name that tells it from others (default: the kind, the external scorer's own name, or a chat model's name and mode). For kind
    /// engine: the engine.
    /// </summary>
    [JsonPropertyOrder(-2)]
    public string? Name { get; init; }

    /// <summary>What its JSON holds that the kind does not take, in sentences.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Refusals { get; init; } = [];
}

/// <summary>A scorer that fits are made of.</summary>
internal abstract record TrainedRequest : ScorerRequest
{
    /// <summary>A scorer of a kind.</summary>
    /// <param name="kind">The kind's word.</param>
    protected TrainedRequest(string kind)
        : base(kind)
    {
    }

    /// <summary>Training splits: mixed, mixedMatched, only:group (default: all of them).</summary>
    [JsonPropertyOrder(-1)]
    public IReadOnlyList<string>? Splits { get; init; }
}

/// <summary>A scorer whose JSON cannot be read; why not stands in its refusals.</summary>
internal sealed record UnreadableRequest : TrainedRequest
{
    /// <summary>A scorer of which nothing is known but the word that stands for its kind.</summary>
    public UnreadableRequest(string kind, params IReadOnlyList<string> refusals)
        : base(kind) => Refusals = refusals;
}
