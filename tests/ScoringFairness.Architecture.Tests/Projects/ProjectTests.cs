using Mono.Cecil;
using ScoringFairness.Architecture.Tests.Code;
using ScoringFairness.Architecture.Tests.Sources;

namespace ScoringFairness.Architecture.Tests.Projects;

public sealed class ProjectTests
{
    [Fact]
    public void Statistics_knows_mathematics_alone() =>
        Assert.All(
            References(Assemblies.Statistics),
            name => Assert.True(name is "MathNet.Numerics" || name.StartsWith("System.", StringComparison.Ordinal), name));

    [Fact]
    public void Scoring_knows_neither_the_statistics_nor_the_service_nor_a_database_nor_a_web_server() =>
        Assert.DoesNotContain(
            References(Assemblies.Scoring),
            name => name.StartsWith("ScoringFairness.", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || name is "scoring-fairness" or "Npgsql" or "Dapper");

    [Fact]
    public void Nobody_references_the_engine_NasBert_or_its_trainer() =>
        Assert.All(
            new[] { Assemblies.Service, Assemblies.Scoring, Assemblies.Statistics },
            module => Assert.DoesNotContain(References(module), name => name is "scoring-fairness-nas-bert" or "Microsoft.ML.TorchSharp"));

    [Fact]
    public void None_of_the_other_projects_names_another_or_the_service()
    {
        string[] files =
        [
            "src/ScoringFairness.Statistics/ScoringFairness.Statistics.csproj", "src/ScoringFairness.Scoring/ScoringFairness.Scoring.csproj",
            "src/ScoringFairness.NasBert/ScoringFairness.NasBert.csproj",
        ];
        Assert.All(files, file => Assert.DoesNotContain(Checkout.Lines(file), line => line.Contains("<ProjectReference", StringComparison.Ordinal)));
    }

    [Fact]
    public void Only_executables_bring_libtorch() =>
        Findings.None(
            "Libraries that bring libtorch",
            [
                .. Checkout.Files(["src"], ".csproj")
                    .Select(file => (file, lines: Checkout.Lines(file)))
                    .Where(project => Has(project.lines, "libtorch") && !Has(project.lines, "Microsoft.NET.Sdk.Web") && !Has(project.lines, "<OutputType>Exe<"))
                    .Select(project => project.file),
            ]);

    private static IEnumerable<string> References(ModuleDefinition module) => module.AssemblyReferences.Select(reference => reference.Name);

    private static bool Has(string[] lines, string text) => lines.Any(line => line.Contains(text, StringComparison.OrdinalIgnoreCase));
}
