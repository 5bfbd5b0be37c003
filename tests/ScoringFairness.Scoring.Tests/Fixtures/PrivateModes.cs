namespace ScoringFairness.Scoring.Tests.Fixtures;

/// <summary>Who may open a folder and what lies in it.</summary>
public static class PrivateModes
{
    /// <summary>A folder of mode 0700, whose files have mode 0600.</summary>
    public static void Expect(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.NotEmpty(Directory.EnumerateFiles(folder));
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }
}
