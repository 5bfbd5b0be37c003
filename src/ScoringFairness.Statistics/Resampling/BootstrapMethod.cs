namespace ScoringFairness.Statistics.Resampling;

/// <summary>The names of resampling methods in <see cref="MeasureRow.Method"/>.</summary>
internal static class BootstrapMethod
{
    /// <summary>Responses are drawn, one per student.</summary>
    public const string OfCounts = "bootstrap";

    /// <summary>Students are drawn with all their responses.</summary>
    public const string OfStudents = "studentBootstrap";
}
