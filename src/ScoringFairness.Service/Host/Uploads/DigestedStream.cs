using System.Security.Cryptography;
using System.Text;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>A body with a digest of the request and of the bytes read so far, to tell whether a request came before.</summary>
/// <param name="body">The body; it is left open.</param>
/// <param name="request">What else makes the request: its path and query.</param>
internal sealed class DigestedStream(Stream body, string request) : ForwardStream
{
    private readonly IncrementalHash _hash = Begin(request);

    /// <summary>Reads what is left of the body.</summary>
    /// <returns>SHA-256 of the request and its body.</returns>
    public async Task<byte[]> FinishAsync(CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        while (await ReadAsync(buffer, cancellation) > 0)
        {
        }
        return _hash.GetCurrentHash();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private static IncrementalHash Begin(string request)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(request + '\n'));
        return hash;
    }
}
