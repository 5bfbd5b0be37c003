using System.Text.Json.Serialization;

namespace ScoringFairness.Service.Scores;

/// <summary>A machine's score as it is sent, for the API's description. Other names may hold the same where the query says so.</summary>
internal sealed record MachineScoreRow
{
    /// <summary>Who gave it; left out where `scorer` in the query names one for all rows.</summary>
    public string? Scorer { get; init; }

    /// <summary>The item; left out where `item` in the query names one for all rows.</summary>
    public string? ItemId { get; init; }

    /// <summary>The response, sent before with its human score.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The score: any finite number.</summary>
    public double? Score { get; init; }

    /// <summary>A probability for each level of the item, the lowest first.</summary>
    public IReadOnlyList<double>? Probabilities { get; init; }

    /// <summary>Whatever else stands in the row.</summary>
    [JsonExtensionData]
    public IDictionary<string, object?>? More { get; init; }
}
