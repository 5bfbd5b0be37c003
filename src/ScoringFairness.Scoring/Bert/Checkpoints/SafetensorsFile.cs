using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>A safetensors file, open for reading. Nothing is allocated before the header has been checked against the file.</summary>
internal sealed class SafetensorsFile : ITensorFile
{
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

    /// <summary>The tensors of the file.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <inheritdoc/>
    public IEnumerable<TensorEntry> Tensors => Entries;

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
            TensorBytes.ReadExactly(file, prefix, 0);
            var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (headerLength > SafetensorsHeader.LongestHeader || (long)headerLength > length - 8)
                throw new FormatException($"its header claims {headerLength} bytes of a file of {length}");
            var header = new byte[headerLength];
            TensorBytes.ReadExactly(file, header, 8);
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

    /// <inheritdoc/>
    public void Read(TensorEntry tensor, Span<float> values) =>
        TensorBytes.Read(_path, _file, _dataStart + ((SafetensorsEntry)tensor).Begin, tensor, values);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
