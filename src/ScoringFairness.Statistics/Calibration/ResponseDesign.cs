namespace ScoringFairness.Statistics.Calibration;

/// <summary>How the responses of a simulated study fall on students.</summary>
public enum ResponseDesign
{
    /// <summary>Each response is of a student of its own.</summary>
    One,

    /// <summary>
    /// Each student answers four items: scores of a student go together (correlation .5 of what lies beneath both the human score and the
    /// machine's error).
    /// </summary>
    Four,
}
