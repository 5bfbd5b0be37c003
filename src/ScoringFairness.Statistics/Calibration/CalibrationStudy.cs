using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Resampling;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Calibration;

/// <summary>
/// The audit audited: known disparities are planted in a simulated population, samples of it are audited, and it is counted how often
/// each verdict comes and each interval holds the truth.
/// </summary>
public static class CalibrationStudy
{
    /// <summary>The responses of each group whose figures are taken for those of a population.</summary>
    private const int Large = 400_000;

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
        return [.. measures.Index().Select(measure => CalibrationShares.Of(
            simulated, measure.Item, levels => measure.Item.Truth(whole, levels), [.. audits.Select(audit => audit[measure.Index])], options))
            .OfType<CalibrationRow>()];
    }

    /// <summary>Simulates one case in which two humans rate each response.</summary>
    /// <param name="simulated">The case; of what is planted, nothing or a shift.</param>
    /// <param name="replications">Simulated audits.</param>
    /// <param name="options">Draws, confidence, tolerances and seed of each audit; its groups are those of the simulation.</param>
    /// <param name="cancellation">Ends the simulation between audits.</param>
    /// <returns>One row for each measure that needs a second rating; the truth is the figure of 400,000 responses of each group.</returns>
    public static IReadOnlyList<CalibrationRow> RunTwice(
        CalibrationCase simulated, int replications, EvaluationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(simulated);
        ArgumentNullException.ThrowIfNull(options);
        var population = new TwoRaters(simulated.Levels, simulated.Planted);
        var purpose = RandomStream.Purpose(options.Seed, "two raters", simulated.ToString());
        options = options with { Reference = Population.Reference, Focal = [Population.Focal], Permutations = 1 };
        var truths = Of(Large, replications, options with { BootstrapDraws = 2 }, cancellation);
        var audits = new IReadOnlyList<MeasureRow>[replications];
        Parallel.For(0, replications, new ParallelOptions { CancellationToken = cancellation }, number =>
            audits[number] = Of(simulated.N, number, options with { Seed = options.Seed + number }, cancellation));
        return [.. SimulatedMeasure.OfTwoRaters.Index().Select(measure => CalibrationShares.Of(
            simulated, measure.Item, _ => truths[measure.Index].Value ?? double.NaN, [.. audits.Select(audit => audit[measure.Index])], options))
            .OfType<CalibrationRow>()];

        IReadOnlyList<MeasureRow> Of(int n, int number, EvaluationOptions own, CancellationToken ended)
        {
            var rows = StudyEvaluation.Evaluate(population.Sample(n, purpose, number), own, ended);
            return [.. SimulatedMeasure.OfTwoRaters.Select(measure => rows.Single(row => row.Over is null && measure.Is(row)))];
        }
    }
}
