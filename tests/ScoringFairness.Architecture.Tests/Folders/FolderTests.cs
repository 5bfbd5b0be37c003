using Mono.Cecil;
using ScoringFairness.Architecture.Tests.Code;

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
        Findings.None($"Circles of folders of {name}", FolderCircles.Arrows(TypeGraph.Arrows(module, layout), layout), layout);
    }
}
