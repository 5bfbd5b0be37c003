using System.Runtime.Versioning;

namespace ScoringFairness.Scoring.Tests;

/// <summary>What is as private as texts lies in folders that no other account can open.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFolderTests : IDisposable
{
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Everybodys = OwnFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void What_is_missing_is_made_for_one_account_alone()
    {
        PrivateFolder.Create(_home.File("a/b/c"));
        Assert.All((string[])["a", "a/b", "a/b/c"], path => Assert.Equal(OwnFolder, File.GetUnixFileMode(_home.File(path))));
    }

    [Theory]
    [InlineData(OwnFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute)]
    [InlineData(OwnFolder | UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.UserRead)]
    public void One_that_is_there_and_wider_is_closed_and_a_narrower_one_left_alone(UnixFileMode mode)
    {
        var folder = Directory.CreateDirectory(_home.File("there")).FullName;
        File.WriteAllText(Path.Combine(folder, "in"), "it");
        File.SetUnixFileMode(folder, mode);
        PrivateFolder.Create(folder);
        Assert.Equal((mode & ~OwnFolder) == 0 ? mode : OwnFolder, File.GetUnixFileMode(folder));
        File.SetUnixFileMode(folder, OwnFolder);
    }

    [Theory]
    [InlineData(Everybodys)]
    [InlineData(Everybodys | UnixFileMode.StickyBit)]
    public void One_that_everybody_uses_is_refused_by_name_and_left_as_it_is(UnixFileMode mode)
    {
        var folder = Directory.CreateDirectory(_home.File("everybody")).FullName;
        File.SetUnixFileMode(folder, mode);
        PrivateFolder.Create(folder);
        Assert.Equal(OwnFolder, File.GetUnixFileMode(folder));

        File.WriteAllText(Path.Combine(folder, "in"), "use");
        File.SetUnixFileMode(folder, mode);
        var refused = Assert.Throws<UnauthorizedAccessException>(() => PrivateFolder.Create(folder));
        Assert.Contains($"'{folder}'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(mode, File.GetUnixFileMode(folder));
    }
}
