using System.Text.RegularExpressions;

namespace ScoringFairness.Scoring.Bert.Checkpoints.Hub;

/// <summary>What the hub says of a file.</summary>
/// <param name="Commit">The commit that the revision stands for.</param>
/// <param name="ETag">The content's name: a SHA-256 where the hub keeps the file apart from git, git's own digest elsewhere.</param>
/// <param name="Length">Bytes, where the hub says so.</param>
internal sealed partial record HubFile(string Commit, string ETag, long? Length)
{
    /// <summary>The SHA-256 that the content must have; null where the hub does not tell it.</summary>
    public string? Sha256 => IsSha256().IsMatch(ETag) ? ETag : null;

    /// <summary>A commit's name: forty hexadecimal digits.</summary>
    public static bool IsCommit(string text) => CommitPattern().IsMatch(text);

    /// <summary>Whether an ETag can name a file: nothing in it leads elsewhere.</summary>
    public static bool IsFileName(string etag) => FileNamePattern().IsMatch(etag);

    [GeneratedRegex(@"\A[0-9a-f]{40}\z")]
    private static partial Regex CommitPattern();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex IsSha256();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,199}\z")]
    private static partial Regex FileNamePattern();
}
