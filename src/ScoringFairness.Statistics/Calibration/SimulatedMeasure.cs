using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Calibration;

/// <summary>A measure that is looked at in simulations.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Code">Its code.</param>
/// <param name="Is">Whether a row of the simulated scorer is the one.</param>
/// <param name="Truth">Its value in the population, over levels where it is of some.</param>
internal sealed record SimulatedMeasure(string Name, string Code, Func<MeasureRow, bool> Is, Func<CountCube, IReadOnlyList<int>, double> Truth)
{
    private const int SomeLevel = 2;

    /// <summary>Distances over levels or cuts, which cannot be negative.</summary>
    public static IReadOnlyList<SimulatedMeasure> Distances { get; } =
    [
        Odds(Basis.Level, RowCodes.Mean), Odds(Basis.Level, RowCodes.Max), Odds(Basis.Cut, RowCodes.Mean), Odds(Basis.Cut, RowCodes.Max),
        new(FairnessMeasures.EqualizedOddsTotalVariation.Code, FairnessMeasures.EqualizedOddsTotalVariation.Code,
            row => row.Measure == FairnessMeasures.EqualizedOddsTotalVariation.Code,
            (cube, levels) => EqualizedOddsTotalVariation.Of(cube, 0, 1, levels)) { IsDistance = true },
    ];

    /// <summary>Measures with a sign.</summary>
    public static IReadOnlyList<SimulatedMeasure> Signed { get; } =
    [
        OfContrast(BiasMeasures.AccuracyDifference, cube => Accuracy.Of(cube, 0).Value - Accuracy.Of(cube, 1).Value),
        OfContrast(DisparityMeasures.MeanScoreGap, cube => MeanScoreGap.Of(cube, 0, 1)),
        OfContrast(DisparityMeasures.MeanScoreGapChange, cube => MeanScoreGapChange.Of(cube, 0, 1)),
        AtLevel(FairnessMeasures.TruePositiveRateDifference, rates => rates.TruePositive),
        AtLevel(FairnessMeasures.FalsePositiveRateDifference, rates => rates.FalsePositive),
    ];

    /// <summary>Measures of responses that two humans rate, and the one beside them that asks for the human's score alone.</summary>
    public static IReadOnlyList<SimulatedMeasure> OfTwoRaters { get; } =
    [
        OfTwice(ConditionalMeasures.TrueScoreConditionalDifference, "", _ => true),
        OfTwice(ConditionalMeasures.ConditionalMeanScoreDifference, "", row => row.Level is null),
        new($"{DisparityMeasures.MeanScoreGapChange.Code}.secondHuman", DisparityMeasures.MeanScoreGapChange.Code,
            row => row.Measure == DisparityMeasures.MeanScoreGapChange.Code && row.Scorer == RowCodes.SecondHuman, (_, _) => double.NaN),
        .. new[] { BiasMeasures.AccuracyDifference, DisparityMeasures.MeanScoreGapChange }
            .Select(measure => OfTwice(measure, ".lessSecondHuman", row => row.ComparedWith == RowCodes.SecondHuman)),
        OfTwice(
            FairnessMeasures.EqualizedOdds, ".lessSecondHuman",
            row => row.ComparedWith == RowCodes.SecondHuman && row.Level is null && row.Basis == RowCodes.Level && row.Aggregation == RowCodes.Mean),
    ];

    /// <summary>Whether it cannot be negative.</summary>
    public bool IsDistance { get; private init; }

    private bool IsByCut { get; init; }

    /// <summary>All levels that it is made of, on a scale of so many.</summary>
    public IReadOnlyList<int> Levels(int count) => [.. Enumerable.Range(IsByCut ? 1 : 0, IsByCut ? count - 1 : count)];

    private static SimulatedMeasure Odds(Basis basis, string aggregation)
    {
        var byCut = basis == Basis.Cut;
        var code = FairnessMeasures.EqualizedOdds.Code;
        return new SimulatedMeasure(
            $"{code}.{(byCut ? "cut." : "")}{aggregation}", code,
            row => row.Measure == code && row.Level is null && row.Basis == (byCut ? RowCodes.Cut : RowCodes.Level) && row.Aggregation == aggregation,
            (cube, levels) => EqualizedOdds.Over(cube, 0, 1, basis, levels) is var (mean, max) && aggregation == RowCodes.Mean ? mean : max)
        {
            IsDistance = true,
            IsByCut = byCut,
        };
    }

    private static SimulatedMeasure OfContrast(Measure measure, Func<CountCube, double> value) =>
        new(measure.Code, measure.Code, row => row.Measure == measure.Code && row.Scorer != RowCodes.Human, (cube, _) => value(cube));

    private static SimulatedMeasure AtLevel(Measure measure, Func<OddsRates, Rate> rate) => new(
        $"{measure.Code}.level{SomeLevel}", measure.Code,
        row => row.Measure == measure.Code && row.Level == SomeLevel && row.Basis == RowCodes.Level,
        (cube, _) => rate(OddsRates.Of(cube, 0, SomeLevel, Basis.Level)).Value - rate(OddsRates.Of(cube, 1, SomeLevel, Basis.Level)).Value);

    private static SimulatedMeasure OfTwice(Measure measure, string than, Func<MeasureRow, bool> which) => new(
        measure.Code + than, measure.Code,
        row => row.Measure == measure.Code && row.Scorer is not (RowCodes.Human or RowCodes.SecondHuman) && row.Contrast is not null && which(row),
        (_, _) => double.NaN);
}
