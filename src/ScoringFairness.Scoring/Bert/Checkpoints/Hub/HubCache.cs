namespace ScoringFairness.Scoring.Bert.Checkpoints.Hub;

/// <summary>The folder of a repository in the hub's cache, in the layout that the hub's own tools share.</summary>
/// <remarks>
/// <c>blobs/{etag}</c> the contents, <c>snapshots/{commit}/{file}</c> links to them, <c>refs/{revision}</c> the commits that
/// revisions stood for, <c>.no_exist/{commit}/{file}</c> marks of files that a commit does not have, and beside the
/// repositories <c>.locks/…/{etag}.lock</c>, which one process holds while it writes a blob.
/// </remarks>
internal sealed class HubCache(string root, CheckpointName.Hub name)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly string _repository = Path.Combine(root, Folder(name));

    /// <summary>The folder's name under the cache.</summary>
    public static string Folder(CheckpointName.Hub name) => $"models--{name.Owner}--{name.Name}";

    /// <summary>The files of a commit.</summary>
    public string Snapshot(string commit) => Path.Combine(_repository, "snapshots", commit);

    /// <summary>Whether a commit's file is there, whole.</summary>
    public bool Has(string commit, string file) => IsWhole(Path.Combine(Snapshot(commit), file));

    /// <summary>Bytes of a commit's file that is there.</summary>
    public long Length(string commit, string file) =>
        new FileInfo(Path.Combine(Snapshot(commit), file)) is var found && found.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target
            ? target.Length
            : found.Length;

    /// <summary>Whether a commit is known not to have the file.</summary>
    public bool HasNot(string commit, string file) => File.Exists(Path.Combine(_repository, ".no_exist", commit, file));

    /// <summary>Remembers that a commit does not have a file.</summary>
    public void SetAbsent(string commit, string file) => Write(Path.Combine(_repository, ".no_exist", commit, file), "");

    /// <summary>The commit that a revision stood for when it was last asked for; null where it never was.</summary>
    public string? Commit(string revision)
    {
        if (HubFile.IsCommit(revision)) return revision;
        var reference = new FileInfo(Path.Combine(_repository, "refs", revision));
        if (!reference.Exists || reference.Length >= 100) return null;
        var commit = File.ReadAllText(reference.FullName).Trim();
        return HubFile.IsCommit(commit) ? commit : null;
    }

    /// <summary>Remembers which commit a revision stands for.</summary>
    public void SetCommit(string revision, string commit)
    {
        if (revision != commit && Commit(revision) != commit) Write(Path.Combine(_repository, "refs", revision), commit);
    }

    /// <summary>Where a content lies once it is whole.</summary>
    public string Blob(string etag) => Path.Combine(_repository, "blobs", etag);

    /// <summary>Lets a commit's file be a content.</summary>
    public void Link(string commit, string file, string etag)
    {
        var link = Path.Combine(Snapshot(commit), file);
        Directory.CreateDirectory(Snapshot(commit));
        if (IsWhole(link)) return;
        File.Delete(link);
        File.CreateSymbolicLink(link, Path.Combine("..", "..", "blobs", etag));
    }

    /// <summary>Waits until no other process writes a content.</summary>
    /// <param name="etag">The content.</param>
    /// <param name="waiting">Called where another process writes it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Disposed of by who holds it.</returns>
    public async Task<IDisposable> LockAsync(string etag, Action waiting, CancellationToken cancellation)
    {
        var path = Path.Combine(root, ".locks", Folder(name), etag + ".lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(Path.GetDirectoryName(Blob(etag))!);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                waiting();
                await Task.Delay(PollInterval, cancellation);
            }
        }
    }

    /// <summary>A link whose content was cleared away exists, and is nothing.</summary>
    private static bool IsWhole(string path) =>
        new FileInfo(path) is { Exists: true } file && (file.LinkTarget is null || file.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true });

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllText(partial, text);
        File.Move(partial, path, overwrite: true);
    }
}
