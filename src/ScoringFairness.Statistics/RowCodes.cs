using System.Text.Json;

namespace ScoringFairness.Statistics;

/// <summary>The words of a measure row's columns, as the API, the CSV and the database have them.</summary>
public static class RowCodes
{
    /// <summary>The <see cref="MeasureRow.Scorer"/> of human figures.</summary>
    public const string Human = "human";

    /// <summary><see cref="MeasureRow.Over"/> of all responses pooled.</summary>
    public const string Responses = "responses";

    /// <summary><see cref="MeasureRow.Over"/> of the unweighted mean over items.</summary>
    public const string Items = "items";

    /// <summary><see cref="MeasureRow.Basis"/> of one level against the rest.</summary>
    public const string Level = "level";

    /// <summary><see cref="MeasureRow.Basis"/> of at least a level against below it.</summary>
    public const string Cut = "cut";

    /// <summary><see cref="MeasureRow.Aggregation"/> of the mean of absolute differences.</summary>
    public const string Mean = "mean";

    /// <summary><see cref="MeasureRow.Aggregation"/> of the largest absolute difference.</summary>
    public const string Max = "max";

    /// <summary>The word of a verdict.</summary>
    public static string Code(this Verdict verdict) => JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString());
}
