namespace ScoringFairness.Scoring;

/// <summary>What each training response weighs under a mitigation.</summary>
internal static class GroupWeights
{
    /// <summary>The weights, 1 on average; null where all weigh the same. A response of none of the groups weighs 1.</summary>
    /// <param name="mitigation">The mitigation; null: none.</param>
    /// <param name="texts">The training responses.</param>
    public static double[]? Of(Mitigation? mitigation, IReadOnlyList<LabelledText> texts) => mitigation?.Arm switch
    {
        MitigationArm.Balanced => Balanced(texts),
        MitigationArm.Reweighed => Reweighed(texts),
        _ => null,
    };

    private static double[] Balanced(IReadOnlyList<LabelledText> texts)
    {
        var groups = texts.Where(text => text.Group is not null).CountBy(text => text.Group!.Value).ToDictionary();
        var even = (double)groups.Values.Sum() / Math.Max(1, groups.Count);
        return [.. texts.Select(text => text.Group is { } group ? even / groups[group] : 1)];
    }

    private static double[] Reweighed(IReadOnlyList<LabelledText> texts)
    {
        var told = texts.Where(text => text.Group is not null).ToList();
        var groups = told.CountBy(text => text.Group!.Value).ToDictionary();
        var levels = told.CountBy(text => text.Level).ToDictionary();
        var cells = told.CountBy(text => (text.Group!.Value, text.Level)).ToDictionary();
        return
        [
            .. texts.Select(text => text.Group is { } group
                ? (double)groups[group] * levels[text.Level] / ((double)told.Count * cells[(group, text.Level)])
                : 1),
        ];
    }
}
