using System.Text.Json.Nodes;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>The rows and the further expected figures of the 6,000 scores.</summary>
internal static class FairlearnRows
{
    public static ScoreScale Scale { get; } = new(0, 4, 1);

    public static JsonObject Expected(string section) =>
        JsonNode.Parse(File.ReadAllText(SharedFolder.Require("oracles", "fairlearn", "ordinal6000.extra.expected.json")))![section]!.AsObject();

    public static IReadOnlyList<ScoredRow> Ordinal() => Read("ordinal6000.csv", row => row["gender"]);

    public static IReadOnlyList<ScoredRow> Variants(Func<string, string, string> group) =>
        Read("ordinal6000_variants.csv", row => group(row["gender"], row["ell"]));

    public static IReadOnlyList<ScoredRow> Read(string file, Func<IReadOnlyDictionary<string, string>, string> group) =>
        [.. Table.Read(SharedFolder.Require("oracles", "fairlearn", file)).Rows
            .Select(row => new ScoredRow(row["item"], group(row), Table.Number(row["human"])!.Value, Table.Number(row["machine"])!.Value))];

    public static IReadOnlyList<MeasureRow> Evaluate(IEnumerable<ScoredRow> rows, params string[] groups) => Evaluate(rows, 30, groups);

    public static IReadOnlyList<MeasureRow> Evaluate(IEnumerable<ScoredRow> rows, int minimum, params string[] groups) =>
        StudyEvaluation.Evaluate(rows.ToData(Scale, groups), Options(minimum, groups));

    public static EvaluationOptions Options(int minimum, params string[] groups) =>
        new() { Reference = groups[0], Focal = groups[1..], MinGroupSize = minimum, BootstrapDraws = 20, Permutations = 20 };
}
