using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Planning;

/// <summary>What a reader should know where an item's scale does not fit what figures are judged by.</summary>
internal static class ScaleWarnings
{
    /// <summary>Below this share of the scale a tolerance in points is finer than scores of essays can be.</summary>
    private const double Finest = 0.005;

    /// <summary>Above this share of the scale a tolerance in points lets nearly everything pass.</summary>
    private const double Coarsest = 0.1;

    /// <summary>With more levels than this, the same score is hardly ever given twice.</summary>
    private const int MostLevels = 20;

    /// <summary>The warnings about an item.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="scale">Its scale.</param>
    /// <param name="tolerances">The tolerances by measure.</param>
    public static IEnumerable<AuditWarning> Of(string itemId, ScoreScale scale, IReadOnlyDictionary<string, double> tolerances)
    {
        var measure = DisparityMeasures.MeanScoreGapChange.Code;
        var range = scale.Maximum - scale.Minimum;
        if (tolerances.TryGetValue(measure, out var tolerance) && tolerance / range is < Finest or > Coarsest)
        {
            yield return new AuditWarning("toleranceOfScale", itemId, string.Create(CultureInfo.InvariantCulture,
                $"The tolerance of {measure} is {tolerance} points, {100 * tolerance / range:0.##} % of the scale {scale.Minimum} to {scale.Maximum}: ")
                + (tolerance < Coarsest * range ? "no scorer may be told to keep within it. " : "gaps that matter may lie within it. ")
                + $"Set one that fits the scale (tolerances.{measure}).");
        }
        if (scale.LevelCount > MostLevels)
        {
            yield return new AuditWarning("manyLevels", itemId, string.Create(CultureInfo.InvariantCulture,
                $"The scale has {scale.LevelCount} scores. Accuracy counts only the very same score, and equalized odds rest on few responses at each: ")
                + "both say little here. Look at the gap of mean scores, correlation and QWK, or audit the bands that are reported in the scores' place.");
        }
    }
}
