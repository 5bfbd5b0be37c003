using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Calibration;

/// <summary>
/// The audit audited: known disparities are planted in a simulated population, samples of it are audited, and it is counted how often
/// each verdict comes and each interval holds the truth.
/// </summary>
public static class CalibrationStudy
{
    private const double Significance = 0.05;
    private const double Slack = 1e-6;

    /// <summary>A share of fewer audits than one in so many would say nothing.</summary>
    private const int FewestOf = 5;

    /// <summary>The distances that can be aimed at.</summary>
    public static IReadOnlyList<string> Distances => [.. SimulatedMeasure.Distances.Select(measure => measure.Name)];

    /// <summary>Simulates one case.</summary>
    /// <param name="simulated">The case.</param>
    /// <param name="areDistances">
    /// Whether odds and total variation are looked at, which are computed alone, or the signed measures, which each study of a sample
    /// gives alone, as it gives them beside all others.
    /// </param>
    /// <param name="replications">Simulated audits.</param>
    /// <param name="options">
    /// Draws, confidence, tolerances, minimums and seed of each audit; its groups are those of the simulation.
    /// </param>
    /// <param name="cancellation">Ends the simulation between audits.</param>
    /// <returns>
    /// One row for each measure, or for the one aimed at, in a fixed order; the same seed gives the same rows. None where the value aimed
    /// at cannot be planted, or fewer than one audit in ten defines the measure.
    /// </returns>
    public static IReadOnlyList<CalibrationRow> Run(
        CalibrationCase simulated, bool areDistances, int replications, EvaluationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(simulated);
        ArgumentNullException.ThrowIfNull(options);
        var measures = (areDistances ? SimulatedMeasure.Distances : SimulatedMeasure.Signed)
            .Where(measure => simulated.Aim is null || measure.Name == simulated.Aim).ToList();
        var strength = simulated.Aim is null ? PlantedStrength.Usual(simulated.Planted) : PlantedStrength.For(
            simulated.Truth, PlantedStrength.Most(simulated.Planted, simulated.Levels),
            most => measures[0].Truth(new Population(simulated.Levels, simulated.Planted, most).Whole().Cubes[0][0], measures[0].Levels(simulated.Levels)));
        if (double.IsNaN(strength))
        {
            return [];
        }
        var population = new Population(simulated.Levels, simulated.Planted, strength);
        options = options with { Reference = Population.Reference, Focal = [Population.Focal] };
        var purpose = RandomStream.Purpose(options.Seed, "calibration", simulated.ToString());
        var over = simulated.Design == ResponseDesign.One ? null : RowCodes.Responses;
        var codes = measures.Select(measure => measure.Code).ToHashSet(StringComparer.Ordinal);
        var audits = new MeasureRow[replications][];
        Parallel.For(0, replications, new ParallelOptions { CancellationToken = cancellation }, number =>
        {
            var (sample, own) = (population.Sample(simulated.N, simulated.Design, purpose, number), options with { Seed = options.Seed + number });
            var rows = areDistances
                ? StudyEvaluation.Odds(sample, own, row => measures.Any(measure => measure.Is(row)))
                : StudyEvaluation.Some(sample, own, measure => codes.Contains(measure.Code), cancellation);
            audits[number] = [.. measures.Select(measure => rows.Single(row => measure.Is(row) && row.Over == over))];
        });
        var whole = population.Whole().Cubes[0][0];
        return [.. measures.Index().Select(measure => Row(simulated, measure.Item, whole, [.. audits.Select(audit => audit[measure.Index])], options))
            .OfType<CalibrationRow>()];
    }

    private static CalibrationRow? Row(
        CalibrationCase simulated, SimulatedMeasure measure, CountCube whole, IReadOnlyList<MeasureRow> audits, EvaluationOptions options)
    {
        const int Least = 10;
        var defined = audits.Where(row => row is { Value: not null, Low: not null })
            .Select(row => (Row: row, True: measure.Truth(whole, row.LevelsUsed ?? measure.Levels(simulated.Levels)))).ToList();
        if (defined.Count * Least < audits.Count)
        {
            return null;
        }
        var truth = measure.Truth(whole, measure.Levels(simulated.Levels));
        var detectable = defined.Average(one => one.Row.Detectable);
        double? tolerance = options.Tolerances.TryGetValue(measure.Code, out var delta) ? delta : null;
        return new CalibrationRow
        {
            Case = simulated,
            Measure = measure.Name,
            Replications = defined.Count,
            True = truth,
            TrueOfUsed = defined.Average(one => one.True),
            Mean = defined.Average(one => one.Row.Value!.Value),
            Corrected = defined.Average(one => one.Row.Corrected),
            Coverage = Share(defined, one => one.Row.Low - Slack <= one.True && one.True <= one.Row.High + Slack) ?? 0,
            Inside = Share(defined, one => IsInside(one.Row, one.Row.Value) && IsInside(one.Row, one.Row.Corrected)) ?? 0,
            Significant = defined.All(one => one.Row.PValue is null) ? null : Share(defined, one => one.Row.PValue < Significance),
            Within = OfVerdict(defined, Verdict.Within),
            Exceeds = OfVerdict(defined, Verdict.Exceeds),
            WithinAtOrAbove = OfMany(one => Math.Abs(one.True) >= tolerance - Slack, Verdict.Within),
            ExceedsAtOrBelow = OfMany(one => Math.Abs(one.True) <= tolerance + Slack, Verdict.Exceeds),
            Detectable = detectable,
            PromisedPower = measure.IsDistance || detectable is not { } shown ? null : Power(truth, shown, options.Confidence),
        };

        double? OfMany(Func<(MeasureRow Row, double True), bool> which, Verdict verdict) =>
            defined.Where(which).ToList() is var rows && rows.Count * FewestOf >= audits.Count ? OfVerdict(rows, verdict) : null;
    }

    private static bool IsInside(MeasureRow row, double? value) => value is null || (row.Low <= value && value <= row.High);

    private static double? OfVerdict(IReadOnlyList<(MeasureRow Row, double True)> rows, Verdict verdict) =>
        rows.All(one => one.Row.Verdict is null) ? null : Share(rows, one => one.Row.Verdict == verdict);

    private static double? Share(IReadOnlyList<(MeasureRow Row, double True)> rows, Func<(MeasureRow Row, double True), bool> which) =>
        rows.Count == 0 ? null : (double)rows.Count(which) / rows.Count;

    /// <summary>The two-sided power at the true value of a test whose 80 % point is <paramref name="detectable"/>.</summary>
    private static double Power(double truth, double detectable, double confidence)
    {
        var critical = Distributions.NormalCritical(confidence);
        var standardized = Math.Abs(truth) / (detectable / (critical + Distributions.PowerQuantile));
        return Distributions.NormalUpper(critical - standardized) + Distributions.NormalUpper(critical + standardized);
    }
}
