using System.IO.Compression;
using Microsoft.AspNetCore.RequestDecompression;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Takes compressed bodies, and ends one that unpacks to far more than any text does.</summary>
internal sealed class GuardedDecompression(Func<Stream, Stream> unpack) : IDecompressionProvider
{
    /// <summary>Bytes below which no ratio is suspicious.</summary>
    private const long Harmless = 16 * 1024 * 1024;

    /// <summary>Rows of text shrink to a fifth, monotonous ones to a thirtieth; a bomb of gzip to a hundred-and-fiftieth or less.</summary>
    private const long Ratio = 100;

    /// <summary>The encodings that are read.</summary>
    public static IReadOnlyList<string> Encodings { get; } = ["gzip", "deflate", "br"];

    public static void AddTo(RequestDecompressionOptions options)
    {
        // Without it a compressed body that is cut off reads like one that ends.
        AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);
        options.DecompressionProviders["gzip"] = new GuardedDecompression(body => new GZipStream(body, CompressionMode.Decompress));
        options.DecompressionProviders["deflate"] = new GuardedDecompression(body => new ZLibStream(body, CompressionMode.Decompress));
        options.DecompressionProviders["br"] = new GuardedDecompression(body => new BrotliStream(body, CompressionMode.Decompress));
    }

    public Stream GetDecompressionStream(Stream stream)
    {
        var packed = new CountedStream(stream);
        return new CountedStream(unpack(packed), read =>
        {
            if (read > Harmless && read > packed.BytesRead * Ratio)
            {
                throw new BadHttpRequestException(
                    $"The compressed body unpacks to more than {Ratio} times its size.", StatusCodes.Status413PayloadTooLarge);
            }
        });
    }

    /// <summary>Counts what is read.</summary>
    private sealed class CountedStream(Stream inner, Action<long>? watch = null) : ForwardStream
    {
        public long BytesRead { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read;
            try
            {
                read = await inner.ReadAsync(buffer, cancellationToken);
            }
            catch (InvalidDataException broken)
            {
                throw new BadHttpRequestException("The body is not compressed as its Content-Encoding says; send it as it is, or compress it again.", broken);
            }
            BytesRead += read;
            watch?.Invoke(BytesRead);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && watch is not null)
            {
                inner.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
