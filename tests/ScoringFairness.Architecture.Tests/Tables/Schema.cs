using System.Text.RegularExpressions;
using Mono.Cecil;

namespace ScoringFairness.Architecture.Tests.Tables;

/// <summary>The tables that the migrations make, read from those that a program carries.</summary>
internal static partial class Schema
{
    public static IReadOnlySet<string> Tables(ModuleDefinition program) => program.Resources
        .OfType<EmbeddedResource>()
        .Where(resource => resource.Name.EndsWith(".sql", StringComparison.Ordinal))
        .SelectMany(resource => CreateTable().Matches(new StreamReader(resource.GetResourceStream()).ReadToEnd()))
        .Select(match => match.Groups[1].Value)
        .ToHashSet();

    [GeneratedRegex(@"^create table (?:if not exists )?(\w+)", RegexOptions.Multiline)]
    private static partial Regex CreateTable();
}
