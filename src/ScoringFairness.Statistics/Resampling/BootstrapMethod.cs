namespace ScoringFairness.Statistics.Resampling;

/// <summary>The names of resampling methods, as the column of methods has them.</summary>
internal static class BootstrapMethod
{
    /// <summary>Responses are drawn, one per student.</summary>
    public const string OfCounts = "bootstrap";

    /// <summary>Students are drawn with all their responses.</summary>
    public const string OfStudents = "studentBootstrap";
}
