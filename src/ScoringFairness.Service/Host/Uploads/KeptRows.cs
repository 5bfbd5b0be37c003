using Npgsql;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>
/// Rows of an upload on their way, as the database will get them: few in memory, many on the disk. What lies on the disk has no
/// name there from the first byte on, so that it ends with the process; texts in it are sealed as they will be in the database.
/// </summary>
/// <param name="folder">Where they lie; null: in the system's folder for temporary files.</param>
/// <param name="count">Told of bytes that are about to be kept, and, as a negative number, of those that no longer are; it may refuse.</param>
internal sealed class KeptRows(string? folder, Action<long> count) : IAsyncDisposable
{
    private const int ReadAtOnce = 256 * 1024;
    private byte[]? _first;
    private FileStream? _file;
    private readonly SemaphoreSlim _grown = new(0, 1);
    private long _counted;
    private long _written;
    private volatile bool _isWhole;

    /// <summary>Bytes that lie on the disk.</summary>
    public long Written
    {
        get => Volatile.Read(ref _written);
        private set => Volatile.Write(ref _written, value);
    }

    /// <summary>Whether all are there.</summary>
    public bool IsWhole
    {
        get => _isWhole;
        private set => _isWhole = value;
    }

    /// <summary>Takes further bytes.</summary>
    /// <exception cref="KeptRowsException">The disk does not take them.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        _counted += bytes.Length;
        count(bytes.Length);
        if (_first is null)
        {
            _first = bytes.ToArray();
            return;
        }
        try
        {
            if (_file is null)
            {
                _file = Open();
                await _file.WriteAsync(_first, cancellation);
            }
            await _file.WriteAsync(bytes, cancellation);
            Written = _file.Position;
            Tell();
        }
        catch (Exception disk) when (disk is IOException or UnauthorizedAccessException)
        {
            throw new KeptRowsException($"The upload cannot be kept until it is stored: {disk.Message}", disk);
        }
    }

    /// <summary>Says that all are there.</summary>
    public void Complete()
    {
        IsWhole = true;
        Tell();
    }

    /// <summary>Reads bytes that were written, those in memory aside, while others still come.</summary>
    /// <returns>Bytes read; 0 where there is none behind the place yet.</returns>
    public async ValueTask<int> ReadAsync(long from, Memory<byte> into, CancellationToken cancellation) =>
        _file is not null && Math.Min(into.Length, Written - from) is > 0 and var length
            ? await RandomAccess.ReadAsync(_file.SafeFileHandle, into[..(int)length], from, cancellation) : 0;

    /// <summary>Waits until further bytes are written or all are.</summary>
    /// <returns>False if they were not in that time.</returns>
    public Task<bool> GrowsAsync(TimeSpan time, CancellationToken cancellation) => _grown.WaitAsync(time, cancellation);

    /// <summary>Copies all into a table.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="sql">The statement: <c>copy … from stdin (format binary)</c>.</param>
    /// <param name="cancellation">Ends it; nothing is copied then.</param>
    public Task CopyAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation) => RawCopy.RunAsync(
        connection,
        sql,
        async copy =>
        {
            Stream kept = _file ?? (Stream)new MemoryStream(_first ?? throw new InvalidOperationException("There is nothing to copy."));
            kept.Position = 0;
            await kept.CopyToAsync(copy, ReadAtOnce, cancellation);
            return true;
        },
        cancellation);

    public async ValueTask DisposeAsync()
    {
        count(-_counted);
        _counted = 0;
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
        _grown.Dispose();
    }

    private void Tell()
    {
        if (_grown.CurrentCount == 0)
        {
            _grown.Release();
        }
    }

    private FileStream Open()
    {
        var path = Path.Combine(folder ?? Path.GetTempPath(), $"upload-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }
        return file;
    }
}

/// <summary>The disk does not take what comes in.</summary>
internal sealed class KeptRowsException(string message, Exception inner) : Exception(message, inner);
