namespace ScoringFairness.Scoring;

/// <summary>Folders of what is as private as students' texts: open to the account that runs the program and to nobody else.</summary>
public static class PrivateFolder
{
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What lets others put something in a folder, or says that it is everybody's.</summary>
    private const UnixFileMode Shared = UnixFileMode.OtherWrite | UnixFileMode.StickyBit;

    /// <summary>Makes a folder, and every one above it that is missing, whatever the umask; one that is there and too wide is closed to others.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="UnauthorizedAccessException">It is there, open to others, and either another account's or in use by everybody.</exception>
    public static void Create(string path)
    {
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Directory.Exists(whole))
        {
            Close(whole);
            return;
        }
        if (Path.GetDirectoryName(whole) is { } above && !Directory.Exists(above))
        {
            Create(above);
        }
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(whole);
            return;
        }
        Directory.CreateDirectory(whole, OwnFolder);
        // A umask may have taken rights that the owner needs.
        File.SetUnixFileMode(whole, OwnFolder);
    }

    /// <summary>Takes every right from others to the files of a folder.</summary>
    /// <param name="folder">The folder; folders in it are closed as well.</param>
    public static void CloseFiles(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(file, OwnFile);
        }
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(inner, OwnFolder);
        }
    }

    private static void Close(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var mode = File.GetUnixFileMode(folder);
        if ((mode & ~OwnFolder) == 0)
        {
            return;
        }
        if ((mode & Shared) != 0 && (IsTemporary(folder) || Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new UnauthorizedAccessException(
                $"Folder '{folder}' is everybody's (mode {Octal(mode)}) and in use; name one below it, which is made with mode 0700.");
        }
        try
        {
            File.SetUnixFileMode(folder, OwnFolder);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new UnauthorizedAccessException(
                $"Folder '{folder}' is open to others (mode {Octal(mode)}) and belongs to another account; let its owner set mode 0700, or name another.",
                exception);
        }
    }

    /// <summary>Whether it is the system's own folder for temporary files, which others need.</summary>
    private static bool IsTemporary(string folder) => folder == Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.GetTempPath()));

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');
}
