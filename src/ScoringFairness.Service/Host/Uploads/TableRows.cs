using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>
/// Turns staged rows, none of them bad, into rows of their table: the columns of <see cref="Staging"/>'s own are taken off, and the
/// organisation comes first. PostgreSQL manual, COPY, "Binary Format".
/// </summary>
/// <param name="organisationId">Whose rows they are.</param>
/// <param name="table">Takes the rows of the table.</param>
internal sealed class TableRows(string organisationId, Stream table)
{
    private const int HeaderBytes = 19;
    private readonly byte[] _organisation = Encoding.UTF8.GetBytes(organisationId);
    private readonly ArrayBufferWriter<byte> _staged = new();
    private readonly ArrayBufferWriter<byte> _rows = new();
    private bool _isBegun;

    /// <summary>Whether the end of the rows has come.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Takes further bytes of the staged rows, from their header to their end; a row may lie in several of them.</summary>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        _staged.Write(bytes.Span);
        var taken = Turn(_staged.WrittenSpan);
        await table.WriteAsync(_rows.WrittenMemory, cancellation);
        _rows.ResetWrittenCount();
        var rest = _staged.WrittenSpan[taken..].ToArray();
        _staged.ResetWrittenCount();
        _staged.Write(rest);
    }

    /// <summary>Turns the whole rows that bytes begin with.</summary>
    /// <returns>Bytes taken.</returns>
    private int Turn(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        if (!_isBegun && bytes.Length >= HeaderBytes)
        {
            _rows.Write(bytes[..(taken = HeaderBytes)]);
            _isBegun = true;
        }
        while (_isBegun && Length(bytes[taken..], out var own) is > 0 and var length)
        {
            var row = bytes.Slice(taken, length);
            var fields = BinaryPrimitives.ReadInt16BigEndian(row);
            IsEnded = fields < 0;
            if (!IsEnded)
            {
                var lead = _rows.GetSpan(6 + _organisation.Length);
                BinaryPrimitives.WriteInt16BigEndian(lead, (short)(fields - Staging.OwnColumns + 1));
                BinaryPrimitives.WriteInt32BigEndian(lead[2..], _organisation.Length);
                _organisation.CopyTo(lead[6..]);
                _rows.Advance(6 + _organisation.Length);
            }
            _rows.Write(row[own..]);
            taken += length;
        }
        return taken;
    }

    /// <summary>The bytes of the row that these begin with, or of the mark of the end; 0 where it is not whole.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="own">Where the columns of the table begin.</param>
    private static int Length(ReadOnlySpan<byte> bytes, out int own)
    {
        own = 0;
        if (bytes.Length < 2)
        {
            return 0;
        }
        var fields = BinaryPrimitives.ReadInt16BigEndian(bytes);
        var length = 2;
        for (var field = 0; field < fields; field++)
        {
            own = field == Staging.OwnColumns ? length : own;
            if (bytes.Length < length + 4)
            {
                return 0;
            }
            length += 4 + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(bytes[length..]));
        }
        return length <= bytes.Length ? length : 0;
    }
}
