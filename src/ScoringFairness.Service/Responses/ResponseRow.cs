using System.Text.Json.Serialization;

namespace ScoringFairness.Service.Responses;

/// <summary>
/// A graded response as it is sent, for the API's description. Other names may hold the same where the query says so, and what nothing is
/// done with is named in the answer.
/// </summary>
internal sealed record ResponseRow
{
    /// <summary>The client's own id; one response of an item.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The item answered; left out where `item` in the query names one for all rows.</summary>
    public string? ItemId { get; init; }

    /// <summary>The student; null where the client does not say.</summary>
    public string? StudentId { get; init; }

    /// <summary>What the student wrote; left out with `noText=true`.</summary>
    public string? Text { get; init; }

    /// <summary>The human score that counts.</summary>
    public double? HumanScore { get; init; }

    /// <summary>All human scores of the response, the one that counts first.</summary>
    public IReadOnlyList<double>? HumanScores { get; init; }

    /// <summary>The student's group by attribute, such as gender: female.</summary>
    public IReadOnlyDictionary<string, string>? Groups { get; init; }

    /// <summary>A set of responses that are audited together, such as an examination.</summary>
    public string? Cohort { get; init; }

    /// <summary>When the student handed it in.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Whatever else stands in the row.</summary>
    [JsonExtensionData]
    public IDictionary<string, object?>? More { get; init; }
}
