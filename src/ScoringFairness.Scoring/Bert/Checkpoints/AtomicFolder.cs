namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>Folders that are there whole or not at all, and open to nobody else: their vocabularies and states hold words of students.</summary>
internal static class AtomicFolder
{
    /// <summary>Writes the files beside the folder first, so that it is never seen half-written; one that is there is replaced.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="write">Writes the files into the folder it is given.</param>
    /// <exception cref="IOException">The files cannot be written; what was written is gone.</exception>
    public static void Write(string folder, Action<string> write)
    {
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var partial = $"{whole}.{Guid.NewGuid():N}.partial";
        PrivateFolder.Create(partial);
        try
        {
            write(partial);
            PrivateFolder.CloseFiles(partial);
            if (Directory.Exists(whole)) Directory.Delete(whole, recursive: true);
            Directory.Move(partial, whole);
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
    }
}
