using System.Text.Json.Nodes;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>An experiment whose scores RSMTool had prepared already.</summary>
internal static class RsmToolPostprocessed
{
    private const string Id = "spkitemid";

    public static RsmToolCase Read(string folder)
    {
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "params.json")))!;
        var predictions = Table.Read(Path.Combine(folder, "pred_processed.csv"));
        var types = predictions.Columns.Where(column => column != Id && column != "sc1").ToList();
        var groups = ById(folder, "test_metadata.csv")!;
        var second = ById(folder, "test_human_scores.csv");
        IReadOnlyList<string> subgroups = settings["subgroups"] switch
        {
            null => [],
            JsonArray several => [.. several.Select(one => one!.GetValue<string>())],
            var text => text.GetValue<string>().Split(',', StringSplitOptions.TrimEntries),
        };
        return new RsmToolCase
        {
            Folder = folder,
            Prefix = (bool)settings["use_scaled_predictions"]! ? "scale" : "raw",
            Subgroups = subgroups,
            RaterErrorVariance = (double?)settings["rater_error_variance"],
            Rows =
            [
                .. predictions.Rows.Select(row => new RsmToolRow(
                    Table.Number(row["sc1"])!.Value,
                    second is null ? null : Table.Number(second[row[Id]]["sc2"]),
                    types.ToDictionary(type => type, type => Table.Number(row[type])!.Value),
                    subgroups.ToDictionary(attribute => attribute, attribute => RsmToolCase.Label(groups[row[Id]][attribute])))),
            ],
        };
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>>? ById(string folder, string name) =>
        Path.Combine(folder, name) is var path && File.Exists(path) ? Table.Read(path).Rows.ToDictionary(row => row[Id]) : null;
}
