namespace ScoringFairness.Service.Responses;

/// <summary>The cohort of students that the demonstration invents; reports say so where it was audited.</summary>
internal static class SyntheticCohort
{
    /// <summary>Its name.</summary>
    public const string Name = "demonstration";
}
