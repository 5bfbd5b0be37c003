namespace ScoringFairness.Service.Host.Rows;

/// <summary>The bytes of an upload: its beginning can be looked at first, and a row that does not end ends the upload.</summary>
/// <param name="body">The body; it is left open.</param>
internal sealed class UploadStream(Stream body) : ForwardStream
{
    private const int LineBytes = 256 * 1024;
    private byte[] _ahead = [];
    private int _taken;
    private long _sinceRow;
    private int _row;

    /// <summary>Says that a row has been read to its end.</summary>
    public void NextRow() => (_sinceRow, _row) = (0, _row + 1);

    /// <summary>The first line without taking it: up to its line break, or as much as is looked at.</summary>
    public async Task<ReadOnlyMemory<byte>> PeekLineAsync(CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        var filled = 0;
        while (true)
        {
            var read = await body.ReadAsync(buffer.AsMemory(filled), cancellation);
            filled += read;
            if (read == 0 || buffer.AsSpan(filled - read, read).ContainsAny((byte)'\n', (byte)'\r') || filled >= LineBytes)
            {
                break;
            }
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
        _ahead = buffer[..filled];
        var end = _ahead.AsSpan().IndexOfAny((byte)'\n', (byte)'\r');
        return _ahead.AsMemory(0, end < 0 ? filled : end);
    }

    /// <summary>Takes the first line that was looked at; its line break is left.</summary>
    public void SkipPeeked(int length) => _taken = length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        if (_taken < _ahead.Length)
        {
            read = Math.Min(buffer.Length, _ahead.Length - _taken);
            _ahead.AsMemory(_taken, read).CopyTo(buffer);
            _taken += read;
        }
        else
        {
            read = await body.ReadAsync(buffer, cancellationToken);
        }
        _sinceRow += read;
        return _sinceRow <= RowLimits.RowBytes
            ? read
            : throw new BrokenInputException(new RowError(_row, null, "tooLong",
                $"The row does not end within {RowLimits.RowBytes / 1024 / 1024} MiB; check its quotation marks, or shorten it."));
    }
}
