using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Service.Audits;

/// <summary>What an audit is run with where the request is silent.</summary>
internal static class AuditDefaults
{
    public const int Folds = 3;
    public const int Repeats = 1;
    public const long Seed = 17;
    public const int Bootstrap = 2000;
    public const double Confidence = 0.95;
    public const int MinGroupSize = 30;
    public const int MinCellSize = SmallCells.Least;

    /// <summary>Tolerances by measure.</summary>
    public static IReadOnlyDictionary<string, double> Tolerances => MeasureCatalogue.Tolerances;

    /// <summary>Least acceptable agreement by measure.</summary>
    public static IReadOnlyDictionary<string, double> Minimums => MeasureCatalogue.Minimums;

    /// <summary>The measures of which a minimum may be asked for, those among them that have none by itself.</summary>
    public static IReadOnlyList<string> TakeMinimums { get; } =
        [.. MeasureCatalogue.All.Where(measure => measure.TakesMinimum).Select(measure => measure.Code).Order(StringComparer.Ordinal)];

    /// <summary>The reference group of an attribute where the request names none; null: the largest group.</summary>
    public static string? Reference(string attribute) =>
        string.Equals(attribute, "gender", StringComparison.OrdinalIgnoreCase) ? "male" : null;
}
