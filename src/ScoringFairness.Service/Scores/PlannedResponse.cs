namespace ScoringFairness.Service.Scores;

/// <summary>A response that takes part in an audit.</summary>
internal sealed record PlannedResponse : FrozenResponse
{
    /// <summary>Human ratings beyond the first.</summary>
    public double[] FurtherScores { get; init; } = [];

    /// <summary>Responses of one student, or of one text, share it: they never stand on both sides of a fold.</summary>
    public required int ClusterNo { get; init; }
}
