namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>The folder of oracles that may lie beside the repository.</summary>
internal static class SharedFolder
{
    /// <summary>The path of something in it, or null where it is not there.</summary>
    public static string? Find(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine([folder.FullName, "shared", .. parts]);
            if (Path.Exists(path))
            {
                return path;
            }
        }
        return null;
    }

    /// <summary>The path of something in it; skips the test where it is not there.</summary>
    public static string Require(params string[] parts)
    {
        var path = Find(parts);
        Assert.SkipWhen(path is null, $"shared/{string.Join('/', parts)} does not lie beside the repository.");
        return path!;
    }
}
