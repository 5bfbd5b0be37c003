namespace ScoringFairness.Service.Scores;

/// <summary>A response of an audit as it was when the audit was planned, with what its scores are kept by.</summary>
internal record FrozenResponse
{
    /// <summary>Its place in the plan of its item, from 0.</summary>
    public required int ResponseNo { get; init; }

    /// <summary>The client's id.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The student, numbered within the audit.</summary>
    public required int StudentNo { get; init; }

    /// <summary>The group; null: not reported.</summary>
    public required string? Group { get; init; }

    /// <summary>The human level.</summary>
    public required int HumanLevel { get; init; }
}
