using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>Reads a PNG of eight bits a channel (ISO/IEC 15948): its size, and which of its rows are not of one colour.</summary>
internal static class Picture
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static (int Width, int Height, bool[] IsInked) Read(byte[] png)
    {
        Assert.Equal(Signature, png[..Signature.Length]);
        var (width, height, channels) = (0, 0, 0);
        using var packed = new MemoryStream();
        for (var at = Signature.Length; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var data = png.AsSpan(at + 8, length);
            switch (Encoding.ASCII.GetString(png, at + 4, 4))
            {
                case "IHDR":
                    (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                    channels = (data[8], data[9]) switch { (8, 2) => 3, (8, 6) => 4, var other => throw new InvalidDataException($"{other}") };
                    break;
                case "IDAT":
                    packed.Write(data);
                    break;
            }
            at += length + 12;
        }
        packed.Position = 0;
        using var rows = new ZLibStream(packed, CompressionMode.Decompress);
        var isInked = new bool[height];
        var (before, row, stride) = (new byte[width * channels], new byte[width * channels + 1], width * channels);
        for (var y = 0; y < height; y++)
        {
            rows.ReadExactly(row);
            var pixels = row[1..];
            for (var x = 0; x < stride; x++)
            {
                var (left, up, corner) = (x < channels ? 0 : pixels[x - channels], (int)before[x], x < channels ? 0 : before[x - channels]);
                pixels[x] += (byte)(row[0] switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) });
            }
            isInked[y] = Enumerable.Range(channels, stride - channels).Any(x => pixels[x] != pixels[x - channels]);
            before = pixels;
        }
        return (width, height, isInked);
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
