namespace ScoringFairness.Scoring.Tests.Fixtures;

/// <summary>The folder of oracles and data that may lie beside the repository.</summary>
internal static class SharedFolder
{
    /// <summary>The path of something in it; skips the test where the folder is not there.</summary>
    public static string Path(params string[] parts)
    {
        string[] starts = [AppContext.BaseDirectory, Environment.CurrentDirectory];
        foreach (var start in starts)
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var path = System.IO.Path.Combine([folder.FullName, "shared", .. parts]);
                if (System.IO.Path.Exists(path)) return path;
            }
        Assert.Skip($"shared/{string.Join('/', parts)} does not lie beside the repository.");
        return "";
    }
}
