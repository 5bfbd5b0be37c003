using System.Text.Json.Serialization;

namespace ScoringFairness.Service.Evaluation;

/// <summary>A response with its scores as it is sent, for the API's description. Other names may hold the same where the query says so.</summary>
internal sealed record EvaluationRow
{
    /// <summary>The item; left out where all rows are one item.</summary>
    public string? ItemId { get; init; }

    /// <summary>The student; left out where every row is a student of its own.</summary>
    public string? StudentId { get; init; }

    /// <summary>The response; with it, one sent twice is refused.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The student's group.</summary>
    public string? Group { get; init; }

    /// <summary>The human score.</summary>
    public double? HumanScore { get; init; }

    /// <summary>A second human score, where there is one.</summary>
    public double? HumanScore2 { get; init; }

    /// <summary>The machine's score.</summary>
    public double? MachineScore { get; init; }

    /// <summary>The machine's name; `machine` where it is left out.</summary>
    public string? Scorer { get; init; }

    /// <summary>Whatever else stands in the row.</summary>
    [JsonExtensionData]
    public IDictionary<string, object?>? More { get; init; }
}
