using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Cases;

/// <summary>A file of the cases that lie beside the repository: inputs that once got a wrong answer.</summary>
internal static class CaseFile
{
    /// <summary>The rows of a file; skips the test where it is not there.</summary>
    public static IReadOnlyList<ScoredRow> Read(string file) =>
    [
        .. Table.Read(SharedFolder.Require("cases", file)).Rows.Select(row => new ScoredRow(
            "item", row["group"], Table.Number(row["humanScore"])!.Value, Table.Number(row["machineScore"])!.Value,
            Table.Number(row.GetValueOrDefault("humanScore2")))),
    ];

    /// <summary>The counts of its groups a and b.</summary>
    public static CountCube Cube(string file, ScoreScale scale) => Read(file).ToData(scale, "a", "b").Cubes[0][0];

    /// <summary>The measures of its groups, a minus b.</summary>
    public static IReadOnlyList<MeasureRow> Evaluate(string file, ScoreScale scale) => Evaluate(Read(file), scale);

    /// <summary>The measures of rows of groups a and b, a minus b, with the tolerances and minimums that are customary.</summary>
    public static IReadOnlyList<MeasureRow> Evaluate(IEnumerable<ScoredRow> rows, ScoreScale scale) => StudyEvaluation.Evaluate(
        rows.ToData(scale, "a", "b"),
        new EvaluationOptions
        {
            Reference = "a",
            Focal = ["b"],
            BootstrapDraws = 100,
            Permutations = 100,
            Tolerances = Statistics.Catalogue.MeasureCatalogue.All.Where(measure => measure.Tolerance is not null)
                .ToDictionary(measure => measure.Code, measure => measure.Tolerance!.Value),
            Minimums = Statistics.Catalogue.MeasureCatalogue.All.Where(measure => measure.Minimum is not null)
                .ToDictionary(measure => measure.Code, measure => measure.Minimum!.Value),
        });
}
