using System.Text.Json.Nodes;
using System.Xml.Linq;
using ScoringFairness.Scoring.Bert.Checkpoints.Packages;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>Every package that the program ships with, direct or not, is on the page of licences with a licence that may be shipped.</summary>
public sealed class LicenceTests
{
    private static readonly string[] Allowed = ["MIT", "Apache-2.0", "PostgreSQL", "BSD-3-Clause", "MS-PL OR Apache-2.0", "LGPL-3.0-or-later"];

    /// <summary>Packages whose licence is a file, with what it is.</summary>
    private static readonly Dictionary<string, string> InFiles = new(StringComparer.Ordinal)
    {
        ["Hangfire.AspNetCore"] = "LGPL-3.0-or-later",
        ["Hangfire.Core"] = "LGPL-3.0-or-later",
        ["Hangfire.NetCore"] = "LGPL-3.0-or-later",
        ["Hangfire.PostgreSql"] = "MIT",
    };

    [Fact]
    public void Every_package_has_its_licence_on_the_page()
    {
        var listed = Page().Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..3])
            .Where(cells => cells[0] is not ("package" or "---")).Select(cells => (cells[0], cells[1])).ToList();
        var found = Packages().Select(package => (package.Name, Licence(package.Name, package.Version))).Distinct()
            .OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase).ToList();
        Assert.All(found, one => Assert.Contains(one.Item2, Allowed));
        Assert.Equal(found, listed);
    }

    [Fact]
    public void Every_model_that_comes_with_the_program_has_its_licence_on_the_page()
    {
        var models = Page().SkipWhile(line => line != "## Models").Where(line => line.StartsWith("- ", StringComparison.Ordinal)).ToList();
        Assert.Equal(PackagedEncoder.All.Count, models.Count);
        Assert.All(PackagedEncoder.All, encoder => Assert.Single(models, line =>
            line.StartsWith($"- `{encoder.Package}`: ", StringComparison.Ordinal) && line.EndsWith(", Apache-2.0.", StringComparison.Ordinal)));
    }

    private static string[] Page() => File.ReadAllLines(Path.Combine(Checkout.Folder, "src/ScoringFairness.Service/docs/licences.md"));

    private static IEnumerable<(string Name, string Version)> Packages() =>
        from project in (string[])["ScoringFairness.Statistics", "ScoringFairness.Scoring", "ScoringFairness.NasBert", "ScoringFairness.Service"]
        let file = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Folder, $"src/{project}/packages.lock.json")))!
        from framework in file["dependencies"]!.AsObject()
        from package in framework.Value!.AsObject()
        where (string)package.Value!["type"]! != "Project"
        select (package.Key, (string)package.Value!["resolved"]!);

    private static string Licence(string name, string version)
    {
        var (id, packages) = (name.ToLowerInvariant(), Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));
        var metadata = XDocument.Load(Path.Combine(packages, id, version.ToLowerInvariant(), $"{id}.nuspec")).Root!.Elements().First();
        var licence = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        return (string?)licence?.Attribute("type") == "expression" ? licence!.Value : InFiles.GetValueOrDefault(name, $"{name} names no licence");
    }
}
