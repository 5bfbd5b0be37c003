namespace ScoringFairness.Statistics.Catalogue;

/// <summary>Where a difference comes from: whether a scorer's view of a text tells its writer's group, and what the groups' texts explain.</summary>
public static class CauseMeasures
{
    /// <summary>
    /// How often a probe on what a scorer's head sees puts a response of the reference group before one of the focal group: the area under
    /// the curve, of responses that the probe did not see.
    /// </summary>
    public static Measure GroupProbe { get; } = Of("groupProbe", "guess of the group from the scorer's vector (AUC)", Unit.Coefficient, false);

    /// <summary>The same by a probe on plain numbers of the text: its length, variety and slips.</summary>
    public static Measure GroupProbePlain { get; } = Of("groupProbePlain", "guess of the group from plain features of the text (AUC)", Unit.Coefficient, false);

    /// <summary>The first less the second: what the scorer's vector tells beyond them.</summary>
    public static Measure GroupProbeDifference { get; } =
        Of("groupProbeDifference", "guess of the group from the scorer's vector less that from plain features", Unit.Coefficient, true);

    /// <summary>The change of the mean score gap on the responses that are decomposed: the sum of the other four.</summary>
    public static Measure GapDecomposed { get; } = Of("gapDecomposed", "change of the mean score gap, decomposed", Unit.Points, true, hasForms: true);

    /// <summary>The part of it that the groups' different lengths of texts explain.</summary>
    public static Measure GapExplainedByLength { get; } =
        Of("gapExplainedByLength", "change of the mean score gap explained by text length", Unit.Points, true, hasForms: true);

    /// <summary>The part that the groups' different prompts within items explain.</summary>
    public static Measure GapExplainedByPrompt { get; } =
        Of("gapExplainedByPrompt", "change of the mean score gap explained by prompts", Unit.Points, true, hasForms: true);

    /// <summary>The part that the groups' different items explain.</summary>
    public static Measure GapExplainedByItem { get; } =
        Of("gapExplainedByItem", "change of the mean score gap explained by items", Unit.Points, true, hasForms: true);

    /// <summary>The rest: the difference between groups in texts of equal length of the same prompts and items.</summary>
    public static Measure GapUnexplained { get; } =
        Of("gapUnexplained", "change of the mean score gap left unexplained", Unit.Points, true, hasForms: true);

    internal static IReadOnlyList<Measure> All =>
    [
        GroupProbe, GroupProbePlain, GroupProbeDifference,
        GapDecomposed, GapExplainedByLength, GapExplainedByPrompt, GapExplainedByItem, GapUnexplained,
    ];

    private static Measure Of(string code, string title, Unit unit, bool isSigned, bool hasForms = false) => new()
    {
        Code = code,
        Title = title,
        Question = Question.Errors,
        Unit = unit,
        IsSigned = isSigned,
        Cells = CellCounts.Untold,
        HasForms = hasForms,
    };
}
