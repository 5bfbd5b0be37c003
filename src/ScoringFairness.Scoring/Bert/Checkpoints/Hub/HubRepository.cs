using System.Diagnostics;
using System.Globalization;

namespace ScoringFairness.Scoring.Bert.Checkpoints.Hub;

/// <summary>A repository of the hub: its files come from the cache, or are fetched into it once.</summary>
/// <param name="settings">The hub and the cache.</param>
/// <param name="name">The repository and the revision.</param>
/// <param name="note">Told, in words, of what takes time.</param>
internal sealed class HubRepository(HubSettings settings, CheckpointName.Hub name, Action<string>? note)
{
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromSeconds(0.5);

    private readonly HubCache _cache = new(settings.Cache, name);

    /// <summary>Bytes of the checkpoint's files so far.</summary>
    private long _bytes;

    /// <summary>The commit that the revision stands for: now, or where the hub cannot be asked, when it was last asked for.</summary>
    /// <exception cref="CheckpointException">The hub refuses or cannot be reached, and the cache does not know.</exception>
    public string ResolveCommit(CancellationToken cancellation) => Guarded(async client => await CommitAsync(client, cancellation));

    /// <summary>Sees to it that the files of a checkpoint are in the cache.</summary>
    /// <returns>The folder that they lie in.</returns>
    /// <exception cref="CheckpointException">A file cannot be had; what to do stands in it.</exception>
    public string Fetch(CancellationToken cancellation) => Guarded(async client =>
    {
        var commit = await CommitAsync(client, cancellation);
        await RequireAsync(client, commit, ConfigFile.FileName, cancellation);
        CheckConfig(commit);
        if (!await HasAsync(client, commit, "model.safetensors", cancellation))
        {
            if (await HasAsync(client, commit, ShardIndex.FileName, cancellation))
            {
                var index = Path.Combine(_cache.Snapshot(commit), ShardIndex.FileName);
                foreach (var shard in ShardIndex.Read(index).Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                    await RequireAsync(client, commit, shard, cancellation);
            }
            else if (!settings.Offline && await client.FindAsync(commit, "pytorch_model.bin", cancellation) is not null)
                throw Problem(CheckpointWeights.OnlyPickle);
            else throw Missing("model.safetensors");
        }
        await HasAsync(client, commit, "tokenizer_config.json", cancellation);
        var hasFast = await HasAsync(client, commit, "tokenizer.json", cancellation);
        if (!await HasAsync(client, commit, "vocab.txt", cancellation) && !hasFast) throw Missing("vocab.txt");
        return _cache.Snapshot(commit);
    });

    /// <summary>Refuses a model of another kind before its weights come.</summary>
    private void CheckConfig(string commit)
    {
        try
        {
            ConfigFile.Read(Path.Combine(_cache.Snapshot(commit), ConfigFile.FileName));
        }
        catch (CheckpointException exception)
        {
            throw new CheckpointException($"Checkpoint '{name}', whose weights were not fetched: {exception.Message}", exception);
        }
    }

    private async Task<string> CommitAsync(HubClient client, CancellationToken cancellation)
    {
        var known = _cache.Commit(name.Revision);
        if (known is not null && (settings.Offline || known == name.Revision)) return known;
        if (settings.Offline) throw Missing("config.json");
        try
        {
            var found = await client.FindAsync(name.Revision, "config.json", cancellation) ?? throw Missing("config.json");
            _cache.SetCommit(name.Revision, found.Commit);
            return found.Commit;
        }
        catch (HttpRequestException) when (known is not null)
        {
            return known;
        }
    }

    private async Task RequireAsync(HubClient client, string commit, string file, CancellationToken cancellation)
    {
        if (!await HasAsync(client, commit, file, cancellation)) throw Missing(file);
    }

    /// <summary>Whether the commit has the file, which then lies in the cache.</summary>
    private async Task<bool> HasAsync(HubClient client, string commit, string file, CancellationToken cancellation)
    {
        if (!_cache.Has(commit, file) && !await FetchAsync(client, commit, file, cancellation)) return false;
        _bytes += _cache.Length(commit, file);
        return true;
    }

    private async Task<bool> FetchAsync(HubClient client, string commit, string file, CancellationToken cancellation)
    {
        if (settings.Offline || _cache.HasNot(commit, file)) return false;
        if (await client.FindAsync(commit, file, cancellation) is not { } found)
        {
            _cache.SetAbsent(commit, file);
            return false;
        }
        var room = settings.MostBytes - _bytes;
        if (found.Length > room) throw Problem(TooLarge(file, found.Length));
        if (found.Commit != commit) throw Problem($"the hub gives commit {found.Commit} where {commit} was asked for");
        using (await _cache.LockAsync(found.ETag, () => note?.Invoke($"waiting for another process to fetch {file}"), cancellation))
        {
            if (!File.Exists(_cache.Blob(found.ETag)))
                await new HubDownload(settings, client, file, found, room, Progress(file)).RunAsync(_cache.Blob(found.ETag), cancellation);
            _cache.Link(commit, file, found.ETag);
        }
        return true;
    }

    private Action<long, long?> Progress(string file)
    {
        var sinceNote = Stopwatch.StartNew();
        return (done, length) =>
        {
            if (done != length && sinceNote.Elapsed < BetweenNotes) return;
            sinceNote.Restart();
            var all = length is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" of {bytes / 1e6:0.0}") : "";
            note?.Invoke(string.Create(CultureInfo.InvariantCulture, $"fetching {file} of {name.Owner}/{name.Name}: {done / 1e6:0.0}{all} MB"));
        };
    }

    /// <summary>A fit stands on a thread of its own, so it may wait there.</summary>
    private T Guarded<T>(Func<HubClient, Task<T>> work)
    {
        using var client = new HubClient(settings, name);
        try
        {
            return work(client).GetAwaiter().GetResult();
        }
        catch (HttpRequestException exception)
        {
            throw new CheckpointException(
                $"Checkpoint '{name}': the hub at {settings.Endpoint.Host} cannot be reached ({exception.Message.TrimEnd('.')}), "
                + $"and {Place} does not have all of it. {Remedy}",
                exception)
            {
                MayPass = true,
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(
                $"Checkpoint '{name}': the cache ({settings.CacheInWords}) cannot be written; HF_HOME names a folder that can, with room for the checkpoint.",
                exception);
        }
    }

    private string Place => $"the cache (folder {HubCache.Folder(name)}, {settings.CacheInWords})";

    private static string Remedy =>
        "Fetch it where there is a network and copy that folder into the cache (HF_HOME says where that is), or set HF_ENDPOINT to a mirror, "
        + "or put its files into a folder under the model root and use model:<folder>.";

    private CheckpointException Missing(string file) => settings.Offline
        ? Problem($"{file} is not in {Place}, and HF_HUB_OFFLINE keeps to it. {Remedy.TrimEnd('.')}")
        : Problem($"the repository has no {file} at revision '{name.Revision}'");

    private string TooLarge(string file, long? bytes) => string.Create(CultureInfo.InvariantCulture,
        $"{file} has {bytes / 1e6:0.0} MB, and the files of a checkpoint may have {settings.MostBytes / 1e6:0.0} MB together (Training__HubMostMiB); ")
        + "take a smaller one, or raise the limit";

    private CheckpointException Problem(string problem) => new($"Checkpoint '{name}': {problem}.");
}
