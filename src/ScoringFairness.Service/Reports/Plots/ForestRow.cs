using ScoringFairness.Statistics.Study;


namespace ScoringFairness.Service.Reports.Plots;

/// <summary>A row of a forest plot.</summary>
/// <param name="Scope">What it covers: an item, all responses, the mean over items.</param>
/// <param name="Name">The scorer or comparison.</param>
/// <param name="Row">The figure.</param>
public sealed record ForestRow(string Scope, string Name, MeasureRow Row);
