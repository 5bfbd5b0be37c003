using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Calibration;

/// <summary>
/// The audit audited: known disparities are planted in a simulated population, samples of it are audited like any study, and
/// it is counted how often each verdict comes and each interval holds the truth.
/// </summary>
public static class CalibrationStudy
{
    private const int SomeLevel = 2;
    private const double Significance = 0.05;

    private static readonly (string Name, Func<MeasureRow, bool> Which)[] Measures =
    [
        Main(BiasMeasures.AccuracyDifference), Main(DisparityMeasures.MeanScoreGap), Main(DisparityMeasures.MeanScoreGapChange),
        Main(DisparityMeasures.StandardizedMeanScoreGap), AtLevel(FairnessMeasures.TruePositiveRateDifference),
        AtLevel(FairnessMeasures.FalsePositiveRateDifference), Main(FunctioningMeasures.DifUniform),
        Joined(FairnessMeasures.EqualizedOdds, RowCodes.Mean), Joined(FairnessMeasures.EqualizedOdds, RowCodes.Max),
        Main(FairnessMeasures.EqualizedOddsTotalVariation),
    ];

    /// <summary>Runs the simulations of one disparity and one size.</summary>
    /// <param name="planted">What is planted.</param>
    /// <param name="n">Responses of each group.</param>
    /// <param name="replications">Simulated audits.</param>
    /// <param name="options">
    /// Draws, confidence, tolerances, minimums and seed of each audit; its groups are those of the simulation.
    /// </param>
    /// <param name="cancellation">Ends the simulation between audits.</param>
    /// <returns>One row for each measure, in a fixed order; the same seed gives the same rows.</returns>
    public static IReadOnlyList<CalibrationRow> Run(
        PlantedDisparity planted, int n, int replications, EvaluationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var population = new Population(planted);
        options = options with { Reference = Population.Reference, Focal = [Population.Focal] };
        var truth = Pick(StudyEvaluation.Evaluate(population.Whole(), options with { BootstrapDraws = 2, Permutations = 2 }, cancellation));
        var purpose = RandomStream.Purpose(options.Seed, "calibration", planted.ToString(), n.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var audits = new MeasureRow[replications][];
        Parallel.For(0, replications, new ParallelOptions { CancellationToken = cancellation }, number =>
            audits[number] = Pick(StudyEvaluation.Evaluate(
                population.Sample(n, purpose, number), options with { Seed = options.Seed + number }, cancellation)));
        return [.. Measures.Index().Select(measure => Row(
            planted, n, measure.Item.Name, truth[measure.Index].Value!.Value, [.. audits.Select(audit => audit[measure.Index])], options.Confidence))];
    }

    private static MeasureRow[] Pick(IReadOnlyList<MeasureRow> rows) => [.. Measures.Select(measure => rows.Single(measure.Which))];

    private static CalibrationRow Row(
        PlantedDisparity planted, int n, string measure, double truth, IReadOnlyList<MeasureRow> audits, double confidence)
    {
        var defined = audits.Where(row => row is { Value: not null, Low: not null }).ToList();
        var detectable = defined.Average(row => row.Detectable);
        var isOdds = defined.Any(row => row.ExpectedByChance is not null);
        return new CalibrationRow
        {
            Planted = planted,
            N = n,
            Measure = measure,
            Replications = defined.Count,
            True = truth,
            Mean = defined.Average(row => row.Value!.Value),
            Coverage = Share(defined, row => row.Low <= truth && truth <= row.High),
            Significant = defined.All(row => row.PValue is null) ? null : Share(defined, row => row.PValue < Significance),
            Within = OfVerdict(defined, Verdict.Within),
            Exceeds = OfVerdict(defined, Verdict.Exceeds),
            Detectable = detectable,
            PromisedPower = isOdds || detectable is not { } shown ? null : Power(truth, shown, confidence),
        };
    }

    private static double? OfVerdict(IReadOnlyList<MeasureRow> rows, Verdict verdict) =>
        rows.All(row => row.Verdict is null) ? null : Share(rows, row => row.Verdict == verdict);

    private static double Share(IReadOnlyList<MeasureRow> rows, Func<MeasureRow, bool> which) => (double)rows.Count(which) / rows.Count;

    /// <summary>The two-sided power at the true value of a test whose 80 % point is <paramref name="detectable"/>.</summary>
    private static double Power(double truth, double detectable, double confidence)
    {
        var critical = Distributions.NormalCritical(confidence);
        var standardized = Math.Abs(truth) / (detectable / (critical + Distributions.PowerQuantile));
        return Distributions.NormalUpper(critical - standardized) + Distributions.NormalUpper(critical + standardized);
    }

    private static (string, Func<MeasureRow, bool>) Main(Measure measure) =>
        (measure.Code, row => row.Measure == measure.Code && row.Scorer != RowCodes.Human);

    private static (string, Func<MeasureRow, bool>) AtLevel(Measure measure) =>
        ($"{measure.Code}.level{SomeLevel}", row => row.Measure == measure.Code && row.Level == SomeLevel && row.Basis == RowCodes.Level);

    private static (string, Func<MeasureRow, bool>) Joined(Measure measure, string aggregation) =>
        ($"{measure.Code}.{aggregation}",
            row => row.Measure == measure.Code && row.Level is null && row.Basis == RowCodes.Level && row.Aggregation == aggregation);
}
