using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>An experiment that starts from a file of predictions and a configuration: what RSMEval does to the rows first.</summary>
internal sealed class RsmToolInput(string folder)
{
    private const double DefaultTolerance = 0.4998;
    private readonly JsonNode _config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!;

    public RsmToolCase Prepare()
    {
        var subgroups = List("subgroups");
        var table = Table.Read(Path.Combine(folder, Text("predictions_file")!));
        var id = Text("id_column") ?? "spkitemid";
        Assert.Distinct(table.Rows.Select(row => row[id]));
        var kept = OfManyItems(table.Rows.Where(IsFlagged).Where(HasScores).ToList());
        var score = ScoreTypes();
        return new RsmToolCase
        {
            Folder = folder,
            Prefix = Text("scale_with") is null ? "raw" : "scale",
            Subgroups = subgroups,
            RaterErrorVariance = Number("rater_error_variance"),
            Rows =
            [
                .. kept.Select(row => new RsmToolRow(
                    Human(row)!.Value, SecondHuman(row), score(Machine(row)!.Value).ToDictionary(),
                    subgroups.ToDictionary(attribute => attribute, attribute => RsmToolCase.Label(row[attribute])))),
            ],
        };
    }

    private bool ExcludesZero => Text("exclude_zero_scores") is not { } text || !bool.TryParse(text, out var yes) || yes;

    private double? Human(IReadOnlyDictionary<string, string> row) => Counted(Table.Number(row[Text("human_score_column") ?? "sc1"]));

    private double? SecondHuman(IReadOnlyDictionary<string, string> row) =>
        Text("second_human_score_column") is { } column ? Counted(Table.Number(row[column])) : null;

    private double? Machine(IReadOnlyDictionary<string, string> row) => Table.Number(row[Text("system_score_column")!]);

    private double? Counted(double? score) => score == 0 && ExcludesZero ? null : score;

    private bool HasScores(IReadOnlyDictionary<string, string> row) => Human(row) is not null && Machine(row) is not null;

    private bool IsFlagged(IReadOnlyDictionary<string, string> row) =>
        (_config["flag_column"] as JsonObject ?? []).All(flag => Values(flag.Value!).Any(wanted => IsSame(wanted, row[flag.Key])));

    private List<IReadOnlyDictionary<string, string>> OfManyItems(List<IReadOnlyDictionary<string, string>> rows)
    {
        if (Number("min_items_per_candidate") is not { } least)
        {
            return rows;
        }
        var candidate = Text("candidate_column")!;
        var enough = rows.GroupBy(row => row[candidate]).Where(own => own.Count() >= least).Select(own => own.Key).ToHashSet();
        return [.. rows.Where(row => enough.Contains(row[candidate]))];
    }

    private Func<double, IEnumerable<KeyValuePair<string, double>>> ScoreTypes()
    {
        var tolerance = Number("trim_tolerance") ?? DefaultTolerance;
        var (least, most) = (Number("trim_min")!.Value - tolerance, Number("trim_max")!.Value + tolerance);
        var raw = (double score) => RsmToolCase.Types("raw", score, least, most);
        var asIs = (double score) => RsmToolCase.Types("scale", score, least, most);
        switch (Text("scale_with"))
        {
            case null:
                return raw;
            case "asis":
                return asIs;
            case "raw":
                return score => raw(score).Concat(asIs(score));
            case { } file:
                var training = Table.Read(Path.Combine(folder, file));
                var (mean, deviation) = MeanAndDeviation(training, "prediction");
                var (toMean, toDeviation) = MeanAndDeviation(training, "sc1");
                return score => raw(score).Concat(asIs((score - mean) / deviation * toDeviation + toMean));
        }
    }

    private static (double Mean, double Deviation) MeanAndDeviation(Table table, string column)
    {
        var values = table.Rows.Select(row => Table.Number(row[column])!.Value).ToList();
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }

    private static bool IsSame(string wanted, string cell) =>
        wanted == cell || (Table.Number(wanted) is { } one && Table.Number(cell) is { } other && one == other);

    private string[] List(string key) => _config[key] switch
    {
        null => [],
        JsonArray several => [.. several.Select(one => one!.GetValue<string>())],
        var text => text.GetValue<string>().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    };

    private static IEnumerable<string> Values(JsonNode node) => node is JsonArray several ? several.Select(one => one!.ToString()) : [node.ToString()];

    private string? Text(string key) => _config[key] is { } node && node.GetValueKind() != JsonValueKind.Null ? node.ToString() : null;

    private double? Number(string key) => Text(key) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
