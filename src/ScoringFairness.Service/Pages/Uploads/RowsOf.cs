namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>What the rows of an uploaded file are, and what becomes of them.</summary>
public enum RowsOf
{
    /// <summary>Graded responses, which are stored.</summary>
    Responses = 0,

    /// <summary>Machine scores of responses that are stored already.</summary>
    Scores,

    /// <summary>Human and machine scores by group, which are evaluated at once and not stored.</summary>
    Figures,
}
