using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>Numbers of tensors from the bytes of a file, little-endian as both kinds of files have them.</summary>
internal static class TensorBytes
{
    private const int BlockOfHalves = 1 << 16;

    /// <summary>The types of tensors that are read, in words.</summary>
    public const string ReadTypes = "F32, F16 and BF16";

    /// <summary>Whether tensors of a type are read.</summary>
    public static bool IsRead(string type) => type is "F32" or "F16" or "BF16";

    /// <summary>Reads a tensor's values.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where the tensor's bytes begin in it.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="values">Receives the values, as float32.</param>
    /// <exception cref="CheckpointException">The tensor is of a type that is not read or of another size, or the file ended.</exception>
    public static void Read(string path, SafeFileHandle file, long offset, TensorEntry tensor, Span<float> values)
    {
        if (!IsRead(tensor.Type))
            throw new CheckpointException(path, $"tensor {tensor.Name} is of type {tensor.Type}; {ReadTypes} are read");
        if (tensor.Count != values.Length)
            throw new CheckpointException(path, $"tensor {tensor.Name} has {tensor.Count} values where {values.Length} belong");
        try
        {
            if (tensor.Type == "F32") ReadExactly(file, MemoryMarshal.AsBytes(values), offset);
            else ReadHalves(file, offset, tensor.Type, values);
        }
        catch (IOException exception)
        {
            throw new CheckpointException(path, $"tensor {tensor.Name} cannot be read", exception);
        }
    }

    /// <summary>Fills a span from a place of a file.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public static void ReadExactly(SafeFileHandle file, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(file, destination, offset);
            if (read == 0) throw new EndOfStreamException();
            destination = destination[read..];
            offset += read;
        }
    }

    /// <summary>Every number of 16 bits is one of 32, so nothing is rounded.</summary>
    private static void ReadHalves(SafeFileHandle file, long offset, string type, Span<float> values)
    {
        Span<ushort> block = new ushort[Math.Min(values.Length, BlockOfHalves)];
        for (var done = 0; done < values.Length;)
        {
            var part = block[..Math.Min(block.Length, values.Length - done)];
            ReadExactly(file, MemoryMarshal.AsBytes(part), offset + sizeof(ushort) * (long)done);
            var into = values.Slice(done, part.Length);
            if (type == "F16") for (var i = 0; i < part.Length; i++) into[i] = (float)BitConverter.UInt16BitsToHalf(part[i]);
            else for (var i = 0; i < part.Length; i++) into[i] = BitConverter.UInt32BitsToSingle((uint)part[i] << 16);
            done += part.Length;
        }
    }
}
