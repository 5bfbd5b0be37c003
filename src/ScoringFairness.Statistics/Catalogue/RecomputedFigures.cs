using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Catalogue;

/// <summary>
/// Figures of counts alone, for whoever asks what a report would say of other counts. Nothing is estimated: values without intervals.
/// </summary>
public static class RecomputedFigures
{
    /// <summary>The value of a measure, as far as its entry says how it is computed.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="cube">The counts.</param>
    /// <param name="groups">The groups of the figure: one, the reference and a focal one, or all.</param>
    /// <param name="isContrast">Whether it is the difference of two groups.</param>
    /// <param name="form">The row's basis and aggregation, of several levels together.</param>
    /// <param name="least">Levels whose denominators reach this are used.</param>
    /// <returns>The value, NaN where it is undefined; null where the entry does not say.</returns>
    public static double? Of(Measure measure, CountCube cube, IReadOnlyList<int> groups, bool isContrast, RowForm form, int least)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(form);
        return measure.Form switch
        {
            MeasureForm.OfMoments moments when !isContrast =>
                moments.Value(groups.Select(group => JointMoments.Of(cube, group)).Aggregate((one, other) => one + other)),
            MeasureForm.OfCounts counts when !isContrast => counts.Value(cube, groups),
            MeasureForm.OfRate rate when !isContrast =>
                groups.Select(group => rate.Rate(cube, group)).Aggregate((one, other) => one + other).Value,
            MeasureForm.OfContrast contrast when isContrast => contrast.Value(cube, groups[0], groups[1]),
            MeasureForm.OfMeans means when isContrast => means.Value(cube, groups[0], groups[1]),
            _ when isContrast && measure == FairnessMeasures.EqualizedOdds => Odds(cube, groups[0], groups[1], form, Math.Max(1, least)),
            _ when isContrast && measure == FairnessMeasures.EqualizedOddsTotalVariation => EqualizedOddsTotalVariation.Of(
                cube, groups[0], groups[1], EqualizedOddsTotalVariation.Levels(cube, groups[0], groups[1], Math.Max(1, least))),
            _ when !isContrast && measure == ConditionalMeasures.ImpactRatio =>
                ImpactRatio.Of(cube, groups[0], [.. Enumerable.Range(0, cube.Groups).Where(group => cube.Size(group) > 0)]),
            _ when isContrast && form == measure.Main && measure.Contrast is { } main => main(cube, groups[0], groups[1]),
            _ => null,
        };
    }

    private static double Odds(CountCube cube, int reference, int focal, RowForm form, int least)
    {
        var basis = form.Basis == RowCodes.Cut ? Basis.Cut : Basis.Level;
        var (mean, max) = EqualizedOdds.Over(cube, reference, focal, basis, EqualizedOdds.Levels(cube, reference, focal, basis, least));
        return form.Aggregation == RowCodes.Max ? max : mean;
    }
}
