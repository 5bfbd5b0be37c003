using Mono.Cecil;
using ScoringFairness.Architecture.Tests.Code;
using ScoringFairness.Architecture.Tests.Sources;

namespace ScoringFairness.Architecture.Tests.Folders;

public sealed class FolderTests
{
    [Fact]
    public void Folders_of_Statistics_stand_in_no_circle() => HasNoCircle(Assemblies.Statistics, "ScoringFairness.Statistics");

    [Fact]
    public void Folders_of_Scoring_stand_in_no_circle() => HasNoCircle(Assemblies.Scoring, "ScoringFairness.Scoring");

    [Fact]
    public void Folders_of_Bert_stand_in_no_circle() => HasNoCircle(Assemblies.Scoring, "ScoringFairness.Scoring.Bert");

    private static void HasNoCircle(ModuleDefinition module, string name)
    {
        var layout = new Layout(name);
        IReadOnlyList<Arrow> arrows = [.. TypeGraph.Arrows(module, layout), .. UsingDirectives.Arrows("src/" + module.Assembly.Name.Name, layout)];
        Findings.None($"Circles of folders of {name}", FolderCircles.Arrows(arrows, layout), layout);
    }
}
