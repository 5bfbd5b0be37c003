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

    private const double AllButDone = 0.9999, Least = 0.01;

    /// <summary>The share for people: 1 only where every fit is done.</summary>
    public double Rounded => Math.Min(Done < Total ? AllButDone : 1, Math.Round(Fraction, 4));

    /// <summary>Seconds left by the pace so far, one at least; null while nothing can be said.</summary>
    public double? SecondsLeft(DateTime now) => Fraction > Least && FirstStartedAt is { } first
        ? Math.Max(1, Math.Round((now - first).TotalSeconds * (1 - Fraction) / Fraction))
        : null;
}
