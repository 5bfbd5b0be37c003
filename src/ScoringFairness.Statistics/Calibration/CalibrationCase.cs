namespace ScoringFairness.Statistics.Calibration;

/// <summary>What is simulated.</summary>
/// <param name="Levels">Levels of the scale: 4, 6 or 9.</param>
/// <param name="N">Responses of each group.</param>
/// <param name="Design">How they fall on students.</param>
/// <param name="Planted">What is done to the focal group's scores.</param>
/// <param name="Aim">
/// The measure whose value in the population <paramref name="Truth"/> is, as <see cref="CalibrationRow.Measure"/> names it; null: the
/// disparity has its usual strength.
/// </param>
/// <param name="Truth">The value that is planted.</param>
public sealed record CalibrationCase(int Levels, int N, ResponseDesign Design, PlantedDisparity Planted, string? Aim = null, double Truth = 0);
