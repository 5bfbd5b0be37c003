using System.Buffers.Binary;
using System.Text;

namespace ScoringFairness.Service.Host.Database;

/// <summary>
/// Writes rows of a binary COPY (PostgreSQL manual, COPY, "Binary Format"). Npgsql's own importer takes a call, a lookup and
/// an awaited task for every field; uploads of millions of rows spend most of their time there.
/// </summary>
internal sealed class BinaryCopy
{
    private const int FlushAt = 256 * 1024;
    private const int DoubleOid = 701;
    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> _write;
    private byte[] _buffer = new byte[FlushAt * 2];
    private int _filled;

    /// <summary>Starts a COPY.</summary>
    /// <param name="write">Takes its bytes.</param>
    public BinaryCopy(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write)
    {
        _write = write;
        Bytes(Signature);
    }

    /// <summary>Begins a row.</summary>
    public void Row(int fields) => BinaryPrimitives.WriteInt16BigEndian(Take(2), (short)fields);

    public void Null() => BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);

    public void Integer(int value)
    {
        var to = Take(8);
        BinaryPrimitives.WriteInt32BigEndian(to, 4);
        BinaryPrimitives.WriteInt32BigEndian(to[4..], value);
    }

    public void Double(double value)
    {
        var to = Take(12);
        BinaryPrimitives.WriteInt32BigEndian(to, 8);
        BinaryPrimitives.WriteDoubleBigEndian(to[4..], value);
    }

    public void Time(DateTimeOffset? value)
    {
        if (value is not { } time)
        {
            Null();
            return;
        }
        var to = Take(12);
        BinaryPrimitives.WriteInt32BigEndian(to, 8);
        BinaryPrimitives.WriteInt64BigEndian(to[4..], (time - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }
        Reserve(4 + Encoding.UTF8.GetMaxByteCount(value.Length));
        var written = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_filled + 4));
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_filled), written);
        _filled += 4 + written;
    }

    /// <summary>Writes a field of type <c>bytea</c>.</summary>
    public void Binary(ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(4), value.Length);
        Bytes(value);
    }

    /// <summary>Writes a field of type <c>jsonb</c>.</summary>
    public void Json(ReadOnlySpan<byte> value)
    {
        const byte Version = 1;
        BinaryPrimitives.WriteInt32BigEndian(Take(4), value.Length + 1);
        Take(1)[0] = Version;
        Bytes(value);
    }

    /// <summary>Writes a field of type <c>double precision[]</c> with the values from a place on.</summary>
    public void Doubles(IReadOnlyList<double> values, int from = 0)
    {
        var count = values.Count - from;
        var header = count == 0 ? 12 : 20;
        var to = Take(4 + header);
        BinaryPrimitives.WriteInt32BigEndian(to, header + (count * 12));
        BinaryPrimitives.WriteInt32BigEndian(to[4..], count == 0 ? 0 : 1);
        BinaryPrimitives.WriteInt32BigEndian(to[8..], 0);
        BinaryPrimitives.WriteInt32BigEndian(to[12..], DoubleOid);
        if (count > 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(to[16..], count);
            BinaryPrimitives.WriteInt32BigEndian(to[20..], 1);
        }
        for (var at = from; at < values.Count; at++)
        {
            Double(values[at]);
        }
    }

    /// <summary>Sends what has gathered, once it is worth it.</summary>
    public ValueTask FlushAsync(CancellationToken cancellation) => _filled < FlushAt ? ValueTask.CompletedTask : SendAsync(cancellation);

    /// <summary>Ends the COPY.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);
        await SendAsync(cancellation);
    }

    private async ValueTask SendAsync(CancellationToken cancellation)
    {
        await _write(_buffer.AsMemory(0, _filled), cancellation);
        _filled = 0;
    }

    private void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    private Span<byte> Take(int count)
    {
        Reserve(count);
        _filled += count;
        return _buffer.AsSpan(_filled - count, count);
    }

    private void Reserve(int count)
    {
        if (_filled + count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _filled + count));
        }
    }
}
