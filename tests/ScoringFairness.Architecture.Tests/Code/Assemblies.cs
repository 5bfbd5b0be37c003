using Mono.Cecil;

namespace ScoringFairness.Architecture.Tests.Code;

/// <summary>The assemblies that were built, read without being loaded.</summary>
internal static class Assemblies
{
    private static readonly Lazy<ModuleDefinition> ReadService = new(() => Read("scoring-fairness"));
    private static readonly Lazy<ModuleDefinition> ReadScoring = new(() => Read("ScoringFairness.Scoring"));
    private static readonly Lazy<ModuleDefinition> ReadStatistics = new(() => Read("ScoringFairness.Statistics"));
    private static readonly Lazy<ModuleDefinition> ReadTests = new(() => Read("ScoringFairness.Architecture.Tests"));

    public static ModuleDefinition Service => ReadService.Value;

    public static ModuleDefinition Scoring => ReadScoring.Value;

    public static ModuleDefinition Statistics => ReadStatistics.Value;

    /// <summary>This assembly, for what is planted in it.</summary>
    public static ModuleDefinition Tests => ReadTests.Value;

    private static ModuleDefinition Read(string name) => ModuleDefinition.ReadModule(
        Path.Combine(AppContext.BaseDirectory, name + ".dll"), new ReaderParameters { InMemory = true, AssemblyResolver = Frameworks() });

    // Arguments of attributes can only be read where the enumerations among them are known.
    private static DefaultAssemblyResolver Frameworks()
    {
        var resolver = new DefaultAssemblyResolver();
        var loadable = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        foreach (var folder in loadable.Split(Path.PathSeparator).Select(Path.GetDirectoryName).Distinct())
            resolver.AddSearchDirectory(folder);
        return resolver;
    }
}
