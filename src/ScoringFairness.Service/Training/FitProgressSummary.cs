namespace ScoringFairness.Service.Training;

/// <summary>Where the fits of an audit stand.</summary>
/// <param name="Total">Fits in all.</param>
/// <param name="Done">Fits done.</param>
/// <param name="Fraction">Share of the work that is done.</param>
/// <param name="FirstStartedAt">When the first started.</param>
/// <param name="Running">The fits that run.</param>
internal sealed record FitProgressSummary(int Total, int Done, double Fraction, DateTime? FirstStartedAt, IReadOnlyList<Fit> Running)
{
    /// <summary>That of an audit which is not planned yet.</summary>
    public static FitProgressSummary None { get; } = new(0, 0, 0, null, []);
}
