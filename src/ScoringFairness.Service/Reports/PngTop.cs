using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ScoringFairness.Service.Reports;

/// <summary>
/// Cuts a PNG (ISO/IEC 15948) off below. What a row is told by are the rows above it, so that those that stay are taken over as they are.
/// </summary>
internal static class PngTop
{
    private const int SignatureLength = 8;
    private const int AroundData = 12;
    private static readonly uint[] Checks = [.. Enumerable.Range(0, 256).Select(Check)];

    /// <summary>The upper rows of a picture; all of it, where it has no more.</summary>
    public static byte[] Of(byte[] png, int height)
    {
        var header = png.AsSpan(SignatureLength + 8, 13).ToArray();
        var stride = 1 + (BinaryPrimitives.ReadInt32BigEndian(header) * Channels(header[9]) * header[8] + 7) / 8;
        height = Math.Min(height, BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        using var packed = new MemoryStream();
        for (var at = SignatureLength; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (Encoding.ASCII.GetString(png, at + 4, 4) == "IDAT")
            {
                packed.Write(png, at + 8, length);
            }
            at += length + AroundData;
        }
        packed.Position = 0;
        var rows = new byte[stride * height];
        using (var unpacked = new ZLibStream(packed, CompressionMode.Decompress))
        {
            unpacked.ReadExactly(rows);
        }
        using var kept = new MemoryStream();
        using (var packing = new ZLibStream(kept, CompressionLevel.Optimal, leaveOpen: true))
        {
            packing.Write(rows);
        }
        using var cut = new MemoryStream();
        cut.Write(png, 0, SignatureLength);
        Write(cut, "IHDR", header);
        Write(cut, "IDAT", kept.ToArray());
        Write(cut, "IEND", []);
        return cut.ToArray();
    }

    private static int Channels(byte colour) => colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    private static void Write(MemoryStream png, string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(typed);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~typed.Aggregate(uint.MaxValue, (sum, one) => Checks[(byte)(sum ^ one)] ^ (sum >> 8)));
        png.Write(number);
    }

    private static uint Check(int at)
    {
        var sum = (uint)at;
        for (var bit = 0; bit < 8; bit++)
        {
            sum = (sum & 1) == 1 ? 0xEDB88320 ^ (sum >> 1) : sum >> 1;
        }
        return sum;
    }
}
