using System.Text.Json.Serialization;

namespace ScoringFairness.Service.Responses;

/// <summary>A student's response to an item with its human scores.</summary>
internal sealed record GradedResponse
{
    /// <summary>The client's own id; one response of an item.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The item answered.</summary>
    public required string ItemId { get; init; }

    /// <summary>The student; null where the client does not say.</summary>
    public string? StudentId { get; init; }

    /// <summary>What the student wrote; null where the client keeps it.</summary>
    public string? Text { get; init; }

    /// <summary>The human score that counts.</summary>
    public required double HumanScore { get; init; }

    /// <summary>All human scores of the response, the one that counts first.</summary>
    public IReadOnlyList<double> HumanScores => [HumanScore, .. FurtherScores];

    /// <summary>Human scores beyond the one that counts.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> FurtherScores { get; init; } = [];

    /// <summary>The student's group by attribute, such as gender: female.</summary>
    public IReadOnlyDictionary<string, string> Groups { get; init; } = new Dictionary<string, string>();

    /// <summary>A set of responses that are audited together, such as an examination.</summary>
    public string? Cohort { get; init; }

    /// <summary>When the student handed it in.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }
}
