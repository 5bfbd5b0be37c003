using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>What to do after a report that was asked for causes or for mitigations, each step from a figure of it.</summary>
internal static class CauseSteps
{
    private static readonly (Measure Measure, string What)[] Parts =
    [
        (CauseMeasures.GapExplainedByLength, "how long the groups write"), (CauseMeasures.GapExplainedByPrompt, "which prompts they answered"),
        (CauseMeasures.GapExplainedByItem, "which items they answered"),
    ];

    /// <summary>The steps about one scorer.</summary>
    public static IEnumerable<string> Of(Findings findings, MeasureIndex figures) =>
        findings.Gravest.Where(one => one.Measure == DisparityMeasures.MeanScoreGapChange).Select(one => Written(findings.Line, one.Contrast, figures))
            .Concat(findings.Gravest.Select(one => one.Contrast).Distinct().SelectMany(contrast => (string?[])
                [Guessed(findings.Line, contrast, figures), Mitigated(findings.Line, contrast, figures)]))
            .OfType<string>();

    /// <summary>What a change of the gap goes with for the most part, where one is shown.</summary>
    private static string? Written(Line line, GroupContrast contrast, MeasureIndex figures)
    {
        if (Find(CauseMeasures.GapDecomposed) is not { Value: { } total } change || !IsCertain(change))
        {
            return null;
        }
        var most = Parts.Select(part => (part.What, Row: Find(part.Measure))).Where(part => part.Row is not null && IsMost(part.Row))
            .Select(part => part.What).FirstOrDefault();
        return most is not null
            ? $"Most of the change of the gap of {contrast.Title} goes with {most}: decide whether that should count, and look at the responses."
            : Find(CauseMeasures.GapUnexplained) is { } rest && IsMost(rest)
                ? $"Length, prompts and items explain little of the change of the gap of {contrast.Title}: look for its cause in "
                    + $"{(CutGaps.HavePart(figures, line, contrast) ? "the cuts between levels, then in " : "")}the scorer and what it was trained on."
                : null;

        MeasureRow? Find(Measure measure) => figures.OfContrast(measure, line, contrast.Name);

        bool IsMost(MeasureRow row) => IsCertain(row) && row.Value * Math.Sign(total) > Math.Abs(total) / 2;
    }

    private static string? Guessed(Line line, GroupContrast contrast, MeasureIndex figures) =>
        figures.OfContrast(CauseMeasures.GroupProbe, line, contrast.Name) is { Low: > 0.5, Value: { } area }
        && figures.OfContrast(CauseMeasures.GroupProbeDifference, line, contrast.Name) is { Low: > 0 }
            ? $"What the scorer sees of a text tells {GroupWords.Of(contrast.Reference, " from ", contrast.Focal)} ({FigureFormat.Number(area)} of pairs), "
                + "beyond what plain features do: where a gap is of concern, compare a scorer trained with a mitigation."
            : null;

    /// <summary>The mitigation that left the narrowest gap of those that are shown to have narrowed it; that none has, where some were tried.</summary>
    private static string? Mitigated(Line line, GroupContrast contrast, MeasureIndex figures)
    {
        var measure = ConditionalMeasures.ConditionalMeanScoreDifference;
        var tried = PairedEffect.Of(figures, MitigationMeasures.MitigationEffect).Where(effect => effect.Other == line || effect.Line == line)
            .Select(effect => effect.Other).Distinct()
            .SelectMany(twin => PairedEffect.Of(figures, MitigationMeasures.MitigationEffect).Where(effect => effect.Other == twin)).ToList();
        if (tried.Count == 0)
        {
            return null;
        }
        var best = tried.Select(effect => (
                Effect: effect, Change: effect.Difference(figures, measure, contrast.Name), Cost: effect.Difference(figures, MitigationMeasures.Cost, null),
                Own: figures.OfContrast(measure, effect.Line, contrast.Name), Twin: figures.OfContrast(measure, effect.Other, contrast.Name)))
            .Where(one => one.Own?.Value is not null && one.Twin?.Value is not null && one.Change is not null && IsCertain(one.Change)
                && Math.Abs(one.Own.Value.Value) < Math.Abs(one.Twin.Value.Value))
            .OrderBy(one => Math.Abs(one.Own!.Value!.Value)).FirstOrDefault();
        return best.Effect is null
            ? $"None of the mitigations that were tried is shown to narrow the gap of {contrast.Title} at equal human score; its cause lies elsewhere, or more "
                + "responses are needed."
            : $"Of the mitigations, '{best.Effect.Line.Scorer}' leaves the narrowest gap of {contrast.Title} at equal human score "
                + $"({FigureFormat.Number(best.Twin!.Value, isSigned: true)} → {FigureFormat.Number(best.Own!.Value, isSigned: true)}), at a change of QWK of "
                + $"{FigureFormat.Number(best.Cost?.Value, isSigned: true)}: weigh the two.";
    }

    private static bool IsCertain(MeasureRow row) => row is { Low: > 0 } or { High: < 0 };
}
