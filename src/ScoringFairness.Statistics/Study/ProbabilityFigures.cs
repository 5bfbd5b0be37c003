using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>What a scorer's probabilities say: their density by group (MADD), and how well they are calibrated.</summary>
internal static class ProbabilityFigures
{
    public static IEnumerable<Figure> Of(Scope scope, ProbabilityBins bins)
    {
        foreach (var focal in scope.Focal)
        {
            yield return scope.OfContrast(
                new Figure
                {
                    Row = scope.RowOf(ProbabilityMeasures.Madd, scope.Reference, focal) with { Note = "Errors of the levels are drawn apart." },
                    Distance = scope.TooSmall(scope.Reference, focal) is null && double.IsFinite(AbsoluteDensityDistance.Of(bins, scope.Reference, focal))
                        ? Distance.OfDensities(scope, focal, DensityDifferences.Of(bins, scope.Reference, focal))
                        : null,
                    OverItems = true,
                },
                scope.Reference, focal);
        }
        foreach (var group in scope.Everyone)
        {
            yield return scope.OfGroup(
                new Figure
                {
                    Row = scope.RowOf(ProbabilityMeasures.ExpectedCalibrationError, group),
                    Known = scope.TooSmall(group) is null ? Calibration(scope, bins, group) : null,
                    OverItems = true,
                },
                group);
        }
    }

    private static Estimate Calibration(Scope scope, ProbabilityBins bins, int group)
    {
        const int Bins = ProbabilityBins.ConfidenceBins;
        long[] counts = [.. bins.Correct(group), .. bins.Wrong(group)];
        var n = counts.Sum();
        double[] confidence =
        [
            .. Enumerable.Range(0, Bins).Select(bin =>
                counts[bin] + counts[Bins + bin] is var inBin && inBin == 0 ? 0 : bins.ConfidenceSum(group, bin) / inBin),
        ];
        return Resampled(
            scope, ExpectedCalibrationError.Of(bins, group), ProbabilityMeasures.ExpectedCalibrationError, scope.Groups[group],
            "Biased upward in small samples.",
            draw =>
            {
                Span<long> drawn = stackalloc long[2 * Bins];
                var random = draw;
                CountBootstrap.Multinomial(ref random, counts, n, drawn);
                return ExpectedCalibrationError.Of(drawn[..Bins], drawn[Bins..], confidence);
            });
    }

    private static Estimate Resampled(
        Scope scope, double value, Measure measure, string label, string note, Func<RandomStream, double> draw)
    {
        var purpose = RandomStream.Purpose(scope.Options.Seed, measure.Code, scope.Scorer.Name, scope.Scorer.Split, scope.ItemId, label);
        var draws = Draws.Of(scope.Options.BootstrapDraws, purpose, draw);
        var (low, high) = draws.Interval(scope.Options.Confidence);
        return new Estimate { Value = value, Low = low, High = high, StandardError = draws.Deviation, Method = "bootstrap", Note = note };
    }
}
