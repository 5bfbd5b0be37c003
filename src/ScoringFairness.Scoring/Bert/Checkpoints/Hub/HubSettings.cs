namespace ScoringFairness.Scoring.Bert.Checkpoints.Hub;

/// <summary>The hub that <c>hf:</c> checkpoints come from, and the folder that keeps them, as the hub's own tools have it.</summary>
/// <remarks>A class, not a record: its text must not tell the token.</remarks>
public sealed class HubSettings
{
    private const long DefaultMostBytes = 4L << 30;
    private static readonly string[] Yes = ["1", "true", "yes", "on"];

    /// <summary>The address of the hub or of its mirror; no request ever names another.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>The folder of cached repositories (<c>models--owner--name</c>).</summary>
    public required string Cache { get; init; }

    /// <summary>How the folder was chosen, in words that tell nothing of the machine.</summary>
    public required string CacheInWords { get; init; }

    /// <summary>The token sent to the endpoint, and to no other host; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Whether the network is left alone.</summary>
    public bool Offline { get; init; }

    /// <summary>Bytes that the files of one checkpoint may have together.</summary>
    public long MostBytes { get; init; } = DefaultMostBytes;

    /// <summary>The first pause before something is tried again; each further one is twice as long.</summary>
    internal TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A transfer that stands still for so long is broken.</summary>
    internal TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Reads HF_ENDPOINT, HF_HUB_CACHE, HF_HOME, XDG_CACHE_HOME, HF_TOKEN and HF_HUB_OFFLINE, with the meaning and the
    /// defaults that they have for the hub's own tools.
    /// </summary>
    /// <param name="variable">Gives the value of a variable, or null.</param>
    /// <param name="mostBytes">Bytes that the files of one checkpoint may have together; null: the default.</param>
    /// <exception cref="FormatException">The endpoint is not an address.</exception>
    public static HubSettings From(Func<string, string?> variable, long? mostBytes = null)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var (cache, words) = Read("HF_HUB_CACHE") is { } hub ? (hub, "HF_HUB_CACHE")
            : Read("HF_HOME") is { } home ? (Path.Combine(home, "hub"), "hub under HF_HOME")
            : Read("XDG_CACHE_HOME") is { } caches ? (Path.Combine(caches, "huggingface", "hub"), "huggingface/hub under XDG_CACHE_HOME")
            : ("~/.cache/huggingface/hub", "~/.cache/huggingface/hub");
        return new()
        {
            Endpoint = Address(Read("HF_ENDPOINT") ?? "https://huggingface.co"),
            Cache = Expanded(cache),
            CacheInWords = words,
            Token = Read("HF_TOKEN"),
            Offline = Read("HF_HUB_OFFLINE") is { } offline && Yes.Contains(offline, StringComparer.OrdinalIgnoreCase),
            MostBytes = mostBytes ?? DefaultMostBytes,
        };

        string? Read(string name) => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0
            ? address
            : throw new FormatException("HF_ENDPOINT must be an address such as https://huggingface.co, without a user or a query.");

    private static string Expanded(string folder) => Path.GetFullPath(
        folder == "~" || folder.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), folder[1..])
            : folder);
}
