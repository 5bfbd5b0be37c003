namespace ScoringFairness.Statistics.Catalogue;

/// <summary>The words that tell rows of a measure apart, as the API, the CSV and the database have them.</summary>
public static class RowCodes
{
    /// <summary>The scorer of human figures.</summary>
    public const string Human = "human";

    /// <summary>The scorer of figures with the second human rating in the machine's place, and what a machine is compared with.</summary>
    public const string SecondHuman = "secondHuman";

    /// <summary>The form of a score before it was brought onto the scale.</summary>
    public const string Expected = "expected";

    /// <summary>The form of a score as it is reported.</summary>
    public const string Reported = "reported";

    /// <summary>Over several items: all responses pooled.</summary>
    public const string Responses = "responses";

    /// <summary>Over several items: the unweighted mean over items.</summary>
    public const string Items = "items";

    /// <summary>The basis of one level against the rest.</summary>
    public const string Level = "level";

    /// <summary>The basis of at least a level against below it.</summary>
    public const string Cut = "cut";

    /// <summary>The aggregation of the mean of absolute differences.</summary>
    public const string Mean = "mean";

    /// <summary>The aggregation of the largest absolute difference.</summary>
    public const string Max = "max";

    /// <summary>Among denominators, how many levels or cuts there are; it counts no responses.</summary>
    public const string Levels = "levels";

    /// <summary>Among denominators, of how many of them the figure is made; it counts no responses.</summary>
    public const string LevelsDefined = "levelsDefined";

    /// <summary>The contrast of the largest absolute difference of several contrasts.</summary>
    public const string LargestContrast = "largest";
}
