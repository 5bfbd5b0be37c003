using System.Text;

namespace ScoringFairness.Scoring.Bert.Checkpoints.Onnx;

/// <summary>Reads messages of protobuf, each within the bytes that its length gives it.</summary>
/// <remarks>
/// The wire format of Protocol Buffers, "Encoding". Google.Protobuf's own stream reads a text before its length can be looked at, and
/// reads what it skips; here tensors of hundreds of megabytes are passed over without being touched.
/// </remarks>
internal sealed class ProtobufReader(FileRegion region)
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;
    private const int LongestText = 4096;
    private const string Damaged = "it is cut off or damaged";

    private readonly byte[] _window = new byte[1 << 14];
    private long _windowBegin;
    private int _windowLength;
    private int _wire;

    /// <summary>The next byte, counted from the region's first.</summary>
    public long Position { get; private set; }

    /// <summary>Goes through the fields of a message.</summary>
    /// <param name="end">Where it ends.</param>
    /// <param name="field">Reads the value of the field of a number, or leaves it: then it is skipped.</param>
    /// <exception cref="FormatException">A field reaches beyond the message, or is no field.</exception>
    public void Message(long end, Action<int> field)
    {
        while (Position < end)
        {
            var tag = Next(end);
            _wire = (int)(tag & 7);
            if (tag >> 3 is 0 or > 536_870_911) throw new FormatException($"a field of it has an impossible number: {Damaged}");
            var begin = Position;
            field((int)(tag >> 3));
            if (Position == begin) Skip(end);
        }
    }

    /// <summary>Goes through the fields of the message that a field holds.</summary>
    public void Inner(long within, Action<int, long> field)
    {
        var end = End(within);
        Message(end, number => field(number, end));
    }

    /// <summary>Where the bytes of a field begin and how many there are; they are passed over.</summary>
    public (long Begin, long Length) Bytes(long within)
    {
        var end = End(within);
        var begin = Position;
        Position = end;
        return (begin, end - begin);
    }

    /// <summary>A text, such as a name.</summary>
    public string Text(long within)
    {
        var end = End(within);
        if (end - Position > LongestText) throw new FormatException($"a name in it has {end - Position:N0} bytes; at most {LongestText:N0} are read");
        Span<byte> bytes = stackalloc byte[(int)(end - Position)];
        foreach (ref var one in bytes) one = Byte(end);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>A whole number.</summary>
    public long Number(long within) => _wire == Varint ? (long)Next(within) : throw new FormatException($"a field of it is of another kind: {Damaged}");

    /// <summary>Whole numbers: one, or several in a row.</summary>
    public void Numbers(long within, Action<long> take)
    {
        if (_wire == Varint) take(Number(within));
        else for (var end = End(within); Position < end;) take((long)Next(end));
    }

    private long End(long within)
    {
        if (_wire != Delimited) throw new FormatException($"a field of it is of another kind: {Damaged}");
        var length = Next(within);
        return length <= (ulong)(within - Position)
            ? Position + (long)length
            : throw new FormatException($"a length in it reaches beyond what holds it: {Damaged}");
    }

    private void Skip(long within)
    {
        switch (_wire)
        {
            case Varint: Next(within); return;
            case Delimited: Position = End(within); return;
            case Fixed32 when within - Position >= sizeof(int): Position += sizeof(int); return;
            case Fixed64 when within - Position >= sizeof(long): Position += sizeof(long); return;
            default: throw new FormatException($"a field of it is of an unknown kind or reaches beyond what holds it: {Damaged}");
        }
    }

    /// <summary>A number of seven bits a byte, the lowest first.</summary>
    private ulong Next(long end)
    {
        var number = 0ul;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte(end);
            number |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return number;
        }
        throw new FormatException($"a number in it is too long: {Damaged}");
    }

    private byte Byte(long end)
    {
        if (Position >= end) throw new FormatException($"a number in it reaches beyond what holds it: {Damaged}");
        if (Position < _windowBegin || Position >= _windowBegin + _windowLength)
        {
            _windowBegin = Position;
            _windowLength = (int)Math.Min(_window.Length, region.Length - Position);
            TensorBytes.ReadExactly(region.File, _window.AsSpan(0, _windowLength), region.Begin + Position);
        }
        return _window[Position++ - _windowBegin];
    }
}
