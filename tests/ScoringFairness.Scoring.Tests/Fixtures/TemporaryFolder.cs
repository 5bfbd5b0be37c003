namespace ScoringFairness.Scoring.Tests.Fixtures;

/// <summary>A folder of a test's own, deleted at its end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("scoring-fairness").FullName;

    /// <summary>A folder with copies, writable ones, of another's files.</summary>
    public static TemporaryFolder CopyOf(string source)
    {
        var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(source))
        {
            System.IO.File.WriteAllBytes(folder.File(System.IO.Path.GetFileName(file)), System.IO.File.ReadAllBytes(file));
        }
        return folder;
    }

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
