namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>A response of an RSMTool experiment after RSMTool's own preparation: its scores of each type and its subgroups.</summary>
internal sealed record RsmToolRow(
    double Human, double? SecondHuman, IReadOnlyDictionary<string, double> Scores, IReadOnlyDictionary<string, string> Groups);

/// <summary>An RSMTool experiment: the prepared responses, and the tables that RSMTool wrote.</summary>
internal sealed class RsmToolCase
{
    /// <summary>RSMTool's label of all responses together.</summary>
    public const string AllData = "All data";

    private static readonly string[] NotExperiments = ["_errors", "inputs"];

    public required string Folder { get; init; }

    /// <summary><c>scale</c> where scaled scores are the ones reported on, else <c>raw</c>.</summary>
    public required string Prefix { get; init; }

    public required IReadOnlyList<string> Subgroups { get; init; }

    public required IReadOnlyList<RsmToolRow> Rows { get; init; }

    /// <summary>The variance of the raters' errors where it is given rather than estimated.</summary>
    public double? RaterErrorVariance { get; init; }

    /// <summary>Whether a row has a second human score.</summary>
    public bool IsDoubleScored => Rows.Any(row => row.SecondHuman is not null);

    /// <summary>Every experiment that lies in the folder, by its path there; one null where there is no such folder.</summary>
    public static TheoryData<string?> All()
    {
        var root = SharedFolder.Find("oracles", "rsmtool");
        return root is null ? [(string?)null] :
        [
            .. new[] { "config.json", "params.json" }.SelectMany(name => Directory.EnumerateFiles(root, name, SearchOption.AllDirectories))
                .Select(file => Path.GetRelativePath(root, Path.GetDirectoryName(file)!))
                .Where(folder => !folder.Split(Path.DirectorySeparatorChar).Any(NotExperiments.Contains))
                .Order(StringComparer.Ordinal),
        ];
    }

    public static RsmToolCase Read(string? name)
    {
        var folder = SharedFolder.Require(["oracles", "rsmtool", .. name is null ? Array.Empty<string>() : [name]]);
        return File.Exists(Path.Combine(folder, "config.json"))
            ? new RsmToolInput(folder).Prepare()
            : RsmToolPostprocessed.Read(folder);
    }

    /// <summary>An expected table; null where RSMTool wrote none.</summary>
    public Table? Expected(string name) =>
        Path.Combine(Folder, "expected", name + ".csv") is var path && File.Exists(path) ? Table.Read(path) : null;

    /// <summary>The three types of a score: as it is, clipped to the scale, and rounded half to even.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Types(string prefix, double score, double least, double most)
    {
        var trimmed = Math.Clamp(score, least, most);
        yield return new(prefix, score);
        yield return new($"{prefix}_trim", trimmed);
        yield return new($"{prefix}_trim_round", Math.Round(trimmed, MidpointRounding.ToEven));
    }

    /// <summary>The subgroup that a row of a table is about; null where it is about all responses.</summary>
    public static string? Group(string label) => label is AllData or "" ? null : label;

    /// <summary>The level of an empty subgroup cell.</summary>
    public static string Label(string cell) => string.IsNullOrWhiteSpace(cell) ? "No info" : cell;
}
