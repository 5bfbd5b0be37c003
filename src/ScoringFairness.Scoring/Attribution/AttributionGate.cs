namespace ScoringFairness.Scoring.Attribution;

/// <summary>Which methods may speak about real responses: those that found what was planted.</summary>
public static class AttributionGate
{
    /// <summary>A method speaks where its mark lies above this.</summary>
    public const double Threshold = 2;
}
