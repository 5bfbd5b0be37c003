namespace ScoringFairness.Service.Scores;

/// <summary>A response that takes part in an audit, as it was when the audit was planned.</summary>
internal sealed record PlannedResponse
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

    /// <summary>Human ratings beyond the first.</summary>
    public double[] FurtherScores { get; init; } = [];

    /// <summary>Words of its text; null where nobody asked, or where the text is not known.</summary>
    public int? Words { get; init; }

    /// <summary>Its prompt within the item; null where there is one, or where nobody asked.</summary>
    public string? Prompt { get; init; }

    /// <summary>Responses of one student, or of one text, share it: they never stand on both sides of a fold.</summary>
    public required int ClusterNo { get; init; }
}
