using System.Net;
using System.Security.Cryptography;

namespace ScoringFairness.Scoring.Bert.Checkpoints.Hub;

/// <summary>Brings one content into the cache: goes on where a broken transfer ended, and checks what came.</summary>
internal sealed class HubDownload(HubSettings settings, HubClient client, string file, HubFile content, long most, Action<long, long?> progress)
{
    /// <summary>Broken transfers in a row that brought nothing.</summary>
    private const int MostFailures = 5;

    private const int Block = 1 << 17;

    /// <summary>Writes the content beside its place, and moves it there once it is whole and right.</summary>
    /// <exception cref="CheckpointException">What came is not what the hub promised; nothing of it stays.</exception>
    /// <exception cref="HttpRequestException">The transfer broke again and again; what came stays for the next time.</exception>
    public async Task RunAsync(string blob, CancellationToken cancellation)
    {
        var partial = blob + ".incomplete";
        var isResumed = File.Exists(partial);
        await TransferAsync(partial, cancellation);
        if (isResumed && Problem(partial) is not null)
        {
            // What an earlier process left may be damaged; what comes now is judged for itself.
            File.Delete(partial);
            await TransferAsync(partial, cancellation);
        }
        if (Problem(partial) is { } problem)
        {
            File.Delete(partial);
            throw new CheckpointException(
                $"File {file} of the hub {problem}: it was thrown away. Try again; if it happens again, HF_ENDPOINT or a proxy on the way alters files.");
        }
        File.Move(partial, blob, overwrite: true);
    }

    private async Task TransferAsync(string partial, CancellationToken cancellation)
    {
        for (var failures = 0; ;)
        {
            var before = LengthOf(partial);
            if (before > 0 && before == content.Length) return;
            try
            {
                await AppendAsync(partial, cancellation);
                return;
            }
            catch (HttpRequestException) when (failures < MostFailures)
            {
                failures = LengthOf(partial) > before ? 0 : failures + 1;
                await Task.Delay(settings.RetryDelay * (1 << failures) / 2, cancellation);
            }
        }
    }

    private async Task AppendAsync(string partial, CancellationToken cancellation)
    {
        var from = LengthOf(partial);
        if (from > content.Length) from = 0;
        using var response = await client.OpenAsync(content.Commit, file, from, cancellation);
        // Whoever does not give what was asked for gives all, or has less than lies here: begin again.
        if (response.StatusCode != HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != from) from = 0;
        var isRefused = response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable;
        await using var output = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, Block);
        output.SetLength(from);
        output.Position = from;
        if (isRefused) throw new HttpRequestException("The hub has less of the file than it said.");

        await using var input = await response.Content.ReadAsStreamAsync(cancellation);
        var block = new byte[Block];
        for (var done = from; ;)
        {
            var read = await ReadAsync(input, block, cancellation);
            if (read == 0) break;
            done += read;
            if (done > most)
            {
                output.SetLength(0);
                throw new CheckpointException(
                    $"File {file} of the hub has more bytes than are left of the {settings.MostBytes:N0} that the files of a checkpoint may have together "
                    + "(Training__HubMostMiB): it was thrown away. Take a smaller one, or raise the limit.");
            }
            await output.WriteAsync(block.AsMemory(0, read), cancellation);
            if (done > content.Length) break;
            progress(done, content.Length);
        }
        await output.FlushAsync(cancellation);
        if (output.Length < content.Length) throw new HttpRequestException($"The transfer of {file} ended early.");
    }

    /// <summary>A stream that breaks, or stands still, is a failure of the network; a full disk is not.</summary>
    private async Task<int> ReadAsync(Stream input, Memory<byte> block, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(settings.StallTimeout);
        try
        {
            return await input.ReadAsync(block, timeout.Token);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException($"The transfer of {file} broke.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"The transfer of {file} stood still.", exception);
        }
    }

    private string? Problem(string partial)
    {
        if (LengthOf(partial) is var length && content.Length is { } promised && length != promised)
            return $"has {length:N0} bytes and not the {promised:N0} that the hub promised";
        if (content.Sha256 is null) return null;
        using var stream = File.OpenRead(partial);
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == content.Sha256 ? null : "does not have the SHA-256 that the hub promised";
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } found ? found.Length : 0;
}
