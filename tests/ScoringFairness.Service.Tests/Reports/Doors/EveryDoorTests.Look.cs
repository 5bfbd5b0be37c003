using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Reports.Doors;

/// <summary>What a reader of an answer looks for.</summary>
public sealed partial class EveryDoorTests
{
    private static readonly string[] Small = ["nonbinary", "Klingon", "Kronos", "Vulcan"];

    /// <summary>Figures of a group that tell its size, or what its few members have.</summary>
    private static readonly string[] Figures =
    [
        "n", "of", "meanHuman", "sdHuman", "mean", "sd", "shareOfAll", "value", "low", "high", "statistic", "df", "pValue", "pAdjusted", "corrected",
        "expectedByChance", "nAtScore", "nHuman", "nMachine", "meanMachine", "detectable", "neededN", "neededForWithin", "neededForExceeds",
    ];

    private void Look(string door, string text, List<string> leaks)
    {
        foreach (Match match in CountBeside().Matches(text))
        {
            leaks.Add($"{door}: {match.Value}");
        }
        if (door.Contains("audits/", StringComparison.Ordinal) && door != "/audits/new" && !IsCsv(door) && !HidesTwo(door))
        {
            foreach (Match match in CountOfAll().Matches(text))
            {
                leaks.Add($"{door}: {match.Value}");
            }
        }
        foreach (var json in Documents(text))
        {
            Walk(door, "$", itemId: null, json, leaks);
        }
        if (IsCsv(door))
        {
            LookAtRows(door, text, leaks);
        }
    }

    private static bool IsCsv(string door) => door.Split('?')[0].EndsWith(".csv", StringComparison.Ordinal);

    /// <summary>Whether two groups are hidden, of which the number of all tells the sum alone.</summary>
    private bool HidesTwo(string door) =>
        door.Contains(small.Audits["nation"], StringComparison.Ordinal) || door.EndsWith("nation", StringComparison.Ordinal);

    /// <summary>The JSON of an answer: all of it, or that of each event of a stream.</summary>
    private static IEnumerable<JsonNode> Documents(string text) =>
        text is ['{' or '[', ..] ? [JsonNode.Parse(text)!]
        : text.StartsWith("event:", StringComparison.Ordinal)
            ? text.Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[5..])!)
            : [];

    private void Walk(string door, string place, string? itemId, JsonNode? node, List<string> leaks)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var (at, one) in array.Index())
                {
                    Walk(door, $"{place}[{at}]", itemId, one, leaks);
                }
                break;
            case JsonObject one:
                var about = one["itemId"] is JsonValue item ? (string)item! : itemId;
                LookAt(door, place, about, one, leaks);
                foreach (var (name, value) in one)
                {
                    Walk(door, $"{place}.{name}", about, value, leaks);
                }
                break;
        }
    }

    private void LookAt(string door, string place, string? itemId, JsonObject one, List<string> leaks)
    {
        // That nobody of a group answered an item is no count of its students.
        var none = itemId == SmallGroupsService.OtherItem || (string?)(one["over"] as JsonValue) == "items";
        var about = ((string?)(one["group"] as JsonValue) ?? (string?)(one["contrast"] as JsonValue) ?? "").Split('-', '|');
        if (about.Any(Small.Contains))
        {
            leaks.AddRange(
                from figure in Figures
                where one[figure] is not null && !(none && IsZero(one[figure]))
                select $"{door} {place}: {figure} of {string.Join('-', about)} is {one[figure]}");
            leaks.AddRange(
                from list in (string[])["levels", "human", "machine", "counts", "means", "scores"]
                where one[list] is JsonArray && Numbers(one[list]).Any(number => !(none && IsZero(number)))
                select $"{door} {place}: {list} of {about[0]} is {one[list]!.ToJsonString()}");
        }
        foreach (var counts in (string[])["nByGroup", "denominators"])
        {
            leaks.AddRange(
                from count in one[counts] as JsonObject ?? []
                where !(none && IsZero(count.Value)) && Small.Any(name => count.Key == name || count.Key.EndsWith($".{name}", StringComparison.Ordinal))
                select $"{door} {place}.{counts}: {count.Key} is {count.Value}");
        }
        // A row about everybody tells its n only where that is no more than the groups told beside it, or two are hidden.
        if (one["measure"] is not null && one["group"] is null && one["contrast"] is null && one["over"]?.GetValue<string>() != "items"
            && one["nByGroup"] is JsonObject byGroup
            && !HidesTwo(door))
        {
            var rest = (long?)one["n"] - byGroup.Sum(group => (long)group.Value!);
            if (rest is > 0 and < 10)
            {
                leaks.Add($"{door} {place}: n of {one["measure"]} is {one["n"]}, {rest} more than its groups");
            }
            if (one["df"] is { } df && (double)df is > 230 and < SmallGroupsService.Students && (double)df == Math.Round((double)df))
            {
                leaks.Add($"{door} {place}: df of {one["measure"]} is {df}");
            }
        }
        if (one["training"] is JsonValue training && one["groups"] is JsonArray groups)
        {
            var known = groups.Sum(group => (long?)group!["n"] ?? 0);
            if ((long)training + (long)one["validation"]! != known)
            {
                leaks.Add($"{door} {place}: {training} and {one["validation"]} of {known} in its groups");
            }
        }
        if (one["levels"] is JsonArray levels && one["n"] is JsonValue n && levels.Count(level => level is null) == 1)
        {
            leaks.Add($"{door} {place}: of {n} {levels.ToJsonString()}");
        }
    }

    private static bool IsZero(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var number) && number == 0;

    private static IEnumerable<JsonNode> Numbers(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Numbers),
        JsonObject one => one.Where(field => field.Key is not "human").SelectMany(field => Numbers(field.Value)),
        JsonValue value => [value],
        _ => [],
    };

    private static void LookAtRows(string door, string text, List<string> leaks)
    {
        using var csv = new CsvHelper.CsvReader(new StringReader(text), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            // Tables of counts have fewer columns than measures.
            string Cell(string name) => csv.TryGetField<string>(name, out var field) ? field! : "";
            var about = $"{Cell("group")}{Cell("contrast")}".Split('-', '|');
            var none = csv["itemId"] == SmallGroupsService.OtherItem || Cell("over") == "items";
            leaks.AddRange(
                from figure in Figures.Intersect(csv.HeaderRecord!)
                where about.Any(Small.Contains) && csv[figure]!.Length > 0 && !(none && csv[figure] == "0")
                select $"{door}: {figure} of {Cell("measure")} of {string.Join('-', about)} is {csv[figure]}");
            leaks.AddRange(
                from counts in (string[])["nByGroup", "denominators"]
                let told = Cell(counts)
                where Small.Any(name => told.Contains(name, StringComparison.Ordinal) && !(none && told.Contains($"{name}\":0", StringComparison.Ordinal)))
                select $"{door}: {counts} is {told}");
        }
    }

    /// <summary>A small group with a number of its students beside it, or with what they have or lack.</summary>
    [GeneratedRegex(
        @"(nonbinary|Klingon|Kronos|Vulcan)('|&#x27;)?( \((gender|language|nation)\))?(:? has| have|:)? \(?[1-9]\d?( of| response|\)|,|;|<|$)"
        + @"|[Nn]o response of (group )?('|&#x27;)?(nonbinary|Klingon|Kronos|Vulcan)"
        + @"|Texts of group [^.]*(nonbinary|Klingon|Kronos|Vulcan)"
        + @"|has [1-9] response|\b[1-9] of 241\b", RegexOptions.CultureInvariant)]
    private static partial Regex CountBeside();

    /// <summary>The number of all students, which less the large groups is the small one's, in words or in a sentence.</summary>
    [GeneratedRegex(@"(of|to|,) 241\b|\b241 (responses|of)|F\([^)]*23\d\)", RegexOptions.CultureInvariant)]
    private static partial Regex CountOfAll();
}
