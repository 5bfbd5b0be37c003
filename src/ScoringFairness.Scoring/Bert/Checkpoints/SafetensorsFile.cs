using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>A safetensors file, open for reading. Nothing is allocated before the header has been checked against the file.</summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const int BlockOfHalves = 1 << 16;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly long _dataStart;

    private SafetensorsFile(string path, SafeFileHandle file, long dataStart, IReadOnlyList<SafetensorsEntry> entries)
    {
        _path = path;
        _file = file;
        _dataStart = dataStart;
        Entries = entries;
    }

    /// <summary>The types of tensors that are read, in words.</summary>
    public const string ReadTypes = "F32, F16 and BF16";

    /// <summary>The tensors of the file.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="CheckpointException">The file is missing, cut off, or not safetensors.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            Span<byte> prefix = stackalloc byte[8];
            if (length < 8) throw new FormatException("it is too short to be a safetensors file");
            ReadExactly(file, prefix, 0);
            var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (headerLength > SafetensorsHeader.LongestHeader || (long)headerLength > length - 8)
                throw new FormatException($"its header claims {headerLength} bytes of a file of {length}");
            var header = new byte[headerLength];
            ReadExactly(file, header, 8);
            var dataStart = 8 + (long)headerLength;
            return new(path, file, dataStart, SafetensorsHeader.Parse(header, length - dataStart));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            file?.Dispose();
            var problem = exception is FormatException ? exception.Message : "the file cannot be read";
            throw new CheckpointException(path, problem, exception);
        }
    }

    /// <summary>Whether tensors of a type are read.</summary>
    public static bool IsRead(string type) => type is "F32" or "F16" or "BF16";

    /// <summary>Reads a tensor's values into memory that has its size.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="values">Receives the values in row-major order, as float32.</param>
    /// <exception cref="CheckpointException">The tensor is of a type that is not read, or the file ended.</exception>
    public void Read(SafetensorsEntry entry, Span<float> values)
    {
        if (!IsRead(entry.Type))
            throw new CheckpointException(_path, $"tensor {entry.Name} is of type {entry.Type}; {ReadTypes} are read");
        if (entry.Count != values.Length)
            throw new CheckpointException(_path, $"tensor {entry.Name} has {entry.Count} values where {values.Length} belong");
        try
        {
            if (entry.Type == "F32") ReadExactly(_file, MemoryMarshal.AsBytes(values), _dataStart + entry.Begin);
            else ReadHalves(entry, values);
        }
        catch (IOException exception)
        {
            throw new CheckpointException(_path, $"tensor {entry.Name} cannot be read", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Every number of 16 bits is one of 32, so nothing is rounded.</summary>
    private void ReadHalves(SafetensorsEntry entry, Span<float> values)
    {
        Span<ushort> block = new ushort[Math.Min(values.Length, BlockOfHalves)];
        for (var done = 0; done < values.Length;)
        {
            var part = block[..Math.Min(block.Length, values.Length - done)];
            ReadExactly(_file, MemoryMarshal.AsBytes(part), _dataStart + entry.Begin + sizeof(ushort) * (long)done);
            var into = values.Slice(done, part.Length);
            if (entry.Type == "F16") for (var i = 0; i < part.Length; i++) into[i] = (float)BitConverter.UInt16BitsToHalf(part[i]);
            else for (var i = 0; i < part.Length; i++) into[i] = BitConverter.UInt32BitsToSingle((uint)part[i] << 16);
            done += part.Length;
        }
    }

    private static void ReadExactly(SafeFileHandle file, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(file, destination, offset);
            if (read == 0) throw new EndOfStreamException();
            destination = destination[read..];
            offset += read;
        }
    }
}
