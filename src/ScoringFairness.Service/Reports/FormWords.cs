using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Service.Reports;

/// <summary>The two forms of a trained scorer's scores for people.</summary>
internal static class FormWords
{
    /// <summary>Scores before they were brought onto the scale.</summary>
    public const string BeforeTheScale = "before the scale";

    /// <summary>A row's form; empty where there is one only.</summary>
    public static string Of(string? form) => form switch
    {
        RowCodes.Expected => BeforeTheScale,
        RowCodes.Reported => "as reported",
        _ => "",
    };
}
